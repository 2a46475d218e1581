package import Plugins
package import ResidentCore
package import TownModel

/// What a Witness does about what it hears.
package enum Effect: Equatable, Sendable {
    case sayClaim(BeadID, attempt: Int)
    case sayPrepared(Int64, Incarnation, base: CommitID, key: String)
    case sayStarted(Int64, Incarnation, shim: ProcessIdentity)
    case sayEnded(Int64, Incarnation, exitStatus: Int32?)
    case sayReturn(Int64, reason: String, limitedUntil: Timestamp?)
    case sayJudged(Int64, Incarnation, SessionState, SessionEvidence)
    case nudge(Nudging)
    case sayRetired(Int64, rescueRef: String?)
    case escalate(Escalation)

    /// Worktree, branch and session directory.
    case prepare(Assignment, hasRemote: Bool)
    case start(Assignment)
    /// Until the shim has ended.
    case watch(Assignment, ProcessIdentity)
    /// Sees to it that no process of the session is left; the agent may leave by itself within the grace.
    case end(Assignment, grace: Duration)
    /// Saves what would be lost and moves the worktree to the trash.
    case retire(Assignment)
    case emptyTrash(olderThan: Timestamp)
    case sweep([SweepTarget])
    /// The machine's load and memory, now.
    case lookAtHost
    /// It has no room for one more, or (nil) has it again; the moment tells one such word from the next.
    case sayHost(HostPressure?, at: Timestamp)
    case wake(at: Timestamp)
    case crew(ResidentEffect)
    case plugin(PluginEffect)
    /// Nudges into the pane of its session, in this order.
    case type(Listener, [TypingOrder])
    /// Why these are not typed yet, or no more; the moment tells one such word from the next.
    case sayHeld(Incarnation, [Int64], reason: String, at: Timestamp)
    /// The first prompt of a session whose program takes it in its line alone.
    case prompt(Listener)
    /// One more look at a session that stalled, and at what it has made, before anything is done about it.
    case probe(SweepTarget)
    /// It is to end, and another one takes its work up with this note.
    case sayRestart(Int64, Incarnation, subject: String, text: String)
}

/// A word to a person, once per source.
package struct Escalation: Equatable, Sendable {
    package var source: String
    package var severity: Severity
    package var text: String
    package var about: BeadID

    package init(source: String, severity: Severity, text: String, about: BeadID) {
        self.source = source
        self.severity = severity
        self.text = text
        self.about = about
    }
}

/// A word for now to an agent, once per id.
package struct Nudging: Equatable, Sendable {
    package var to: Address
    package var id: String
    package var text: String
    /// How long it may wait to be shown: until the next one, which says the same.
    package var life: Duration
}

package import Plugins
package import ResidentCore
package import TownModel

/// What a Witness hears. Facts: telling one twice changes nothing.
package enum Event: Equatable, Sendable {
    /// The whole state of the rig, as the store has it.
    case listed(Listed)
    case rigChanged(Rig)
    case townStopped
    case townThawed
    case dispatchChanged(DispatchEntry)
    /// An assignment as it is now, with its session (nil: not told, as it was).
    case workChanged(Assignment, Session?)
    case claimRefused(BeadID)
    /// What decides about room besides the rig's settings, whole.
    case capacityChanged(RigCapacity)
    /// What a look at the machine saw; nil: it could not be read.
    case hostSeen(HostSight?)
    /// A moment that an effect asked to be woken at.
    case ticked
    /// On patrol, this is next.
    case patrol(WitnessReflex)

    // What became of hands.
    case prepared(Int64, base: CommitID, key: String)
    case preparationFailed(Int64, reason: String)
    /// The target's present head could not be asked for: nothing was made, and it is nobody's attempt.
    case remoteAway(Int64, reason: String)
    case started(Int64, shim: ProcessIdentity)
    case startFailed(Int64, reason: String)
    /// The shim is no more; what the agent left running may still be there. Of that session; nil: of the present one.
    case processEnded(Int64, of: Incarnation? = nil)
    /// No process of the session is left. nil: nobody recorded how it ended.
    case sessionGone(Int64, exitStatus: Int32?, of: Incarnation? = nil)
    case endFailed(Int64, reason: String)
    case retired(Int64, rescueRef: String?)
    case retirementFailed(Int64, reason: String)
    /// What a sweep saw; the offset of the machine's time zone, for what is written in it.
    case swept([Look], offsetSeconds: Int)
    /// The last lines of an agent that has ended speak of a limit.
    case limitMet(Int64, line: String, offsetSeconds: Int)
    case crew(ResidentEvent)
    /// What the ledger knows of the rig's plugins, from a snapshot.
    case plugins([PluginState])
    /// About them.
    case plugin(PluginEvent)
    /// A nudge as it is now.
    case nudgeChanged(Nudge)
    /// What became of hands that typed.
    case typed(Incarnation, TypingReport)
    /// What became of hands that typed a session's first prompt.
    case prompted(Incarnation, TypingReport)
    /// The program needs a terminal, and there is none now: it was not started, and it is nobody's attempt.
    case terminalAway(Int64, reason: String)
    /// What a look at a session that stalled saw (nil: its shim has ended), and how far its work came, in words.
    case probed(Incarnation, Look?, work: String)
}

package struct Listed: Equatable, Sendable {
    package var rig: Rig
    package var stopped: Bool
    package var dispatch: [DispatchEntry]
    /// All that are not retired.
    package var assignments: [Assignment]
    /// All that have not ended.
    package var sessions: [Session]
    /// The rig's crew.
    package var crew: [Resident]
    /// All that are to be typed.
    package var nudges: [Nudge]
    package var capacity: RigCapacity

    package init(
        rig: Rig, stopped: Bool = false, dispatch: [DispatchEntry] = [], assignments: [Assignment] = [],
        sessions: [Session] = [], crew: [Resident] = [], nudges: [Nudge] = [],
        capacity: RigCapacity = RigCapacity()
    ) {
        self.capacity = capacity
        self.crew = crew
        self.rig = rig
        self.stopped = stopped
        self.dispatch = dispatch
        self.assignments = assignments
        self.sessions = sessions
        self.nudges = nudges
    }
}

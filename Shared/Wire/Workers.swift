package import TownModel

/// The Witness takes a waiting bead for a polecat: name, hook, assignment and session are made in one transaction,
/// if the caps allow. Id: `claim/<bead>/<attempt>`.
package struct DispatchClaim: Command {
    package typealias Reply = AssignmentReply
    package static let verb = "dispatch.claim"
    package var bead: BeadID
    package var attempt: Int

    package init(bead: BeadID, attempt: Int) {
        self.bead = bead
        self.attempt = attempt
    }
}

package struct AssignmentReply: Codable, Hashable, Sendable {
    package var assignment: Assignment

    package init(assignment: Assignment) { self.assignment = assignment }
}

/// The worktree stands and the session's directory is written. Id: `prepared/<incarnation>`.
package struct AssignmentPrepared: Command {
    package typealias Reply = AssignmentReply
    package static let verb = "assignment.prepared"
    package var number: Int64
    package var base: CommitID
    /// The session's secret, which lies in its directory; the store keeps only a hash.
    package var key: String

    package init(number: Int64, base: CommitID, key: String) {
        self.number = number
        self.base = base
        self.key = key
    }
}

/// An attempt is over without a result. The bead goes back to the rig's queue, or, after the third such attempt,
/// waits on a human gate that carries the escalation; a program that dies soon after its start rests before the next
/// attempt. Id: `return/<number>`.
package struct AssignmentReturn: Command {
    package typealias Reply = AssignmentReply
    package static let verb = "assignment.return"
    package var number: Int64
    package var reason: String
    /// A limit of the agent's provider ended it, until then: nobody's failure, so it is not counted, and rests.
    package var limitedUntil: Timestamp?

    package init(number: Int64, reason: String, limitedUntil: Timestamp? = nil) {
        self.number = number
        self.reason = reason
        self.limitedUntil = limitedUntil
    }
}

/// No process is left, the last state is saved, the worktree lies in the trash. Id: `retired/<number>`.
package struct AssignmentRetired: Command {
    package typealias Reply = AssignmentReply
    package static let verb = "assignment.retired"
    package var number: Int64
    /// Nil when there was nothing to save.
    package var rescueRef: String?

    package init(number: Int64, rescueRef: String?) {
        self.number = number
        self.rescueRef = rescueRef
    }
}

/// The shim runs. Id: `started/<incarnation>`.
package struct SessionStarted: Command {
    package typealias Reply = Done
    package static let verb = "session.started"
    package var incarnation: Incarnation
    package var shim: ProcessIdentity

    package init(incarnation: Incarnation, shim: ProcessIdentity) {
        self.incarnation = incarnation
        self.shim = shim
    }
}

/// The agent's own first word, with its session's key; and what its program calls the conversation, as often as that is
/// another one. Id: `alive/<incarnation>`, `alive/<incarnation>/<id of the conversation>`.
package struct SessionAlive: Command {
    package typealias Reply = Done
    package static let verb = "session.alive"
    package var incarnation: Incarnation
    /// nil: nobody told.
    package var program: ProgramSession?

    package init(incarnation: Incarnation, program: ProgramSession? = nil) {
        self.incarnation = incarnation
        self.program = program
    }
}

/// What a session was seen to do, with what showed it. Nothing changes for one that is in that state already, or is to
/// leave. Id: `judged/<incarnation>/<state>/<since>`.
package struct SessionJudged: Command {
    package typealias Reply = Done
    package static let verb = "session.judged"
    package var incarnation: Incarnation
    package var state: SessionState
    package var evidence: SessionEvidence

    package init(incarnation: Incarnation, state: SessionState, evidence: SessionEvidence) {
        self.incarnation = incarnation
        self.state = state
        self.evidence = evidence
    }
}

/// A session that stalled is to end, and another one takes its work up in the same worktree, with this note: the hook stays.
/// Once an assignment. Refused for one that is not stalled any more, and for crew. Id: `restart/<incarnation>`.
package struct SessionRestart: Command {
    package typealias Reply = AssignmentReply
    package static let verb = "session.restart"
    package var incarnation: Incarnation
    /// Of the note, which the Witness writes: what it is about, and how far the work came.
    package var subject: String
    package var text: String

    package init(incarnation: Incarnation, subject: String, text: String) {
        self.incarnation = incarnation
        self.subject = subject
        self.text = text
    }
}

/// No process of the session is left. Id: `ended/<incarnation>`.
package struct SessionEnded: Command {
    package typealias Reply = Done
    package static let verb = "session.ended"
    package var incarnation: Incarnation
    package var exitStatus: Int32?
    /// Of a resident's that could not be started: why.
    package var reason: String?

    package init(incarnation: Incarnation, exitStatus: Int32?, reason: String? = nil) {
        self.incarnation = incarnation
        self.exitStatus = exitStatus
        self.reason = reason
    }
}

/// All a Witness must know of its rig: one snapshot.
package struct WitnessList: Query {
    package typealias Reply = WitnessListing
    package static let verb = "witness.list"
    package var rig: RigName

    package init(rig: RigName) { self.rig = rig }
}

package struct WitnessListing: Codable, Hashable, Sendable {
    package var rig: Rig
    /// The town is stopped (`gt estop`): start nothing, type nothing.
    package var stopped: Bool
    package var dispatch: [DispatchEntry]
    /// All that are not retired.
    package var assignments: [Assignment]
    /// All that have not ended.
    package var sessions: [Session]
    package var intents: [Intent]
    /// The rig's crew; nil from a store that knows none.
    package var crew: [ResidentRow]?
    /// What is to be typed into panes, without its text; nil: nothing.
    package var nudges: [Nudge]?
    /// The rig's plugins that were ever run or switched; nil from a store that knows none.
    package var plugins: [PluginState]?
    /// What decides about room besides the rig's settings; nil from a store that knows nothing of it.
    package var capacity: RigCapacity?

    package init(
        rig: Rig, stopped: Bool, dispatch: [DispatchEntry], assignments: [Assignment], sessions: [Session],
        intents: [Intent], crew: [ResidentRow]? = nil, nudges: [Nudge]? = nil, plugins: [PluginState]? = nil,
        capacity: RigCapacity? = nil
    ) {
        self.capacity = capacity
        self.plugins = plugins
        self.crew = crew
        self.rig = rig
        self.stopped = stopped
        self.dispatch = dispatch
        self.assignments = assignments
        self.sessions = sessions
        self.intents = intents
        self.nudges = nudges
    }
}

/// The workers of a rig, or of all: what is on their hooks and what their sessions do.
package struct PolecatList: Query {
    package typealias Reply = PolecatPage
    package static let verb = "polecat.list"
    package var rig: RigName?
    /// Retired assignments too, newest first.
    package var history: Bool
    package var limit: Int

    package init(rig: RigName? = nil, history: Bool = false, limit: Int = 100) {
        self.rig = rig
        self.history = history
        self.limit = limit
    }
}

package struct PolecatPage: Codable, Hashable, Sendable {
    package var polecats: [PolecatRow]

    package init(polecats: [PolecatRow]) { self.polecats = polecats }
}

package struct PolecatRow: Codable, Hashable, Sendable {
    package var agent: Address
    package var assignment: Assignment?
    package var session: Session?

    package init(agent: Address, assignment: Assignment? = nil, session: Session? = nil) {
        self.agent = agent
        self.assignment = assignment
        self.session = session
    }
}

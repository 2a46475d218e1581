package import TownModel

/// What holds for everything in a town at one moment.
package struct TownConditions: Hashable, Sendable {
    package var now: Timestamp
    /// Why the town is stopped; nil while it runs.
    package var stopped: String?
    package var services: [ServiceStatus]

    package init(now: Timestamp, stopped: String? = nil, services: [ServiceStatus] = []) {
        self.now = now
        self.stopped = stopped
        self.services = services
    }
}

/// A moment that the store keeps: a row of its timers.
package struct TimerFact: Hashable, Sendable {
    package var name: String
    package var due: Timestamp

    package init(name: String, due: Timestamp) {
        self.name = name
        self.due = due
    }
}

/// Something that keeps a bead waiting, as a sentence, with who moves it.
package struct HoldFact: Hashable, Sendable {
    package var rule: WaitingRule
    package var bead: BeadID?
    package var sentence: String
    package var mover: String
    package var timer: TimerFact?

    package init(
        _ rule: WaitingRule, _ sentence: String, bead: BeadID? = nil, mover: String, timer: TimerFact? = nil
    ) {
        self.rule = rule
        self.sentence = sentence
        self.bead = bead
        self.mover = mover
        self.timer = timer
    }
}

/// A row of a rig's dispatch queue, with the room that there is.
package struct QueueFacts: Hashable, Sendable {
    package var room: RoomFacts
    /// Rows that are taken before it.
    package var ahead: Int

    package init(room: RoomFacts, ahead: Int) {
        self.room = room
        self.ahead = ahead
    }
}

/// An attempt, with its session.
package struct WorkFacts: Hashable, Sendable {
    package var assignment: Assignment
    package var session: Session?

    package init(assignment: Assignment, session: Session?) {
        self.assignment = assignment
        self.session = session
    }
}

/// A merge request among those of its rig that have not ended, in the order in which they are worked on.
package struct RequestFacts: Hashable, Sendable {
    package var request: MergeRequest
    package var rig: Rig
    package var queue: [MergeRequest]

    package init(request: MergeRequest, rig: Rig, queue: [MergeRequest]) {
        self.request = request
        self.rig = rig
        self.queue = queue
    }

    /// From 1, among those of its target; nil once it has ended.
    package var place: Int? {
        queue.filter { $0.target == request.target }.firstIndex { $0.id == request.id }.map { $0 + 1 }
    }
}

/// A bead, with whatever has it or holds it.
package struct BeadFacts: Hashable, Sendable {
    package var bead: Bead
    package var holds: [HoldFact]
    package var queue: QueueFacts?
    package var work: WorkFacts?
    package var request: RequestFacts?
    /// On whose hook it is, when that is no worker of a rig.
    package var resident: Resident?
    /// The open convoy that feeds it, and the rig where it would go.
    package var convoy: Convoy?
    package var rig: Rig?

    package init(
        bead: Bead, holds: [HoldFact] = [], queue: QueueFacts? = nil, work: WorkFacts? = nil,
        request: RequestFacts? = nil, convoy: Convoy? = nil, rig: Rig? = nil
    ) {
        self.bead = bead
        self.holds = holds
        self.queue = queue
        self.work = work
        self.request = request
        self.convoy = convoy
        self.rig = rig
    }
}

/// An agent, a role or a person, with what waits for it.
package struct AgentFacts: Hashable, Sendable {
    package var agent: Address
    /// On its hook, or what is left of its last attempt.
    package var work: [WorkFacts]
    package var nudges: [NudgeFact]
    package var unread: Int
    /// Of a role: what it has announced and not settled.
    package var intents: [Intent]
    /// Of the overseer: open beads that only a person closes.
    package var gates: [HoldFact]

    package init(
        agent: Address, work: [WorkFacts] = [], nudges: [NudgeFact] = [], unread: Int = 0, intents: [Intent] = [],
        gates: [HoldFact] = []
    ) {
        self.agent = agent
        self.work = work
        self.nudges = nudges
        self.unread = unread
        self.intents = intents
        self.gates = gates
    }
}

/// A nudge that nobody has seen yet.
package struct NudgeFact: Hashable, Sendable {
    package var nudge: Nudge
    package var timer: TimerFact?

    package init(nudge: Nudge, timer: TimerFact?) {
        self.nudge = nudge
        self.timer = timer
    }
}

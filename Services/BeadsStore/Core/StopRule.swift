package import TownModel

/// What there is for an agent that is about to end its turn.
package struct StopFacts: Hashable, Sendable {
    /// The town is stopped: nobody is to begin anything.
    package var isStopped: Bool
    /// On the hook, and not handed in.
    package var assignment: Int64?
    package var bead: BeadID?
    /// The place in the inbox of the newest letter that was not read.
    package var newestUnread: Int64?
    /// The newest nudge that was not shown.
    package var newestNudge: Int64?

    package init(
        isStopped: Bool = false, assignment: Int64? = nil, bead: BeadID? = nil, newestUnread: Int64? = nil,
        newestNudge: Int64? = nil
    ) {
        self.isStopped = isStopped
        self.assignment = assignment
        self.bead = bead
        self.newestUnread = newestUnread
        self.newestNudge = newestNudge
    }
}

/// Whether a turn may end. Each reason holds one stop: an agent that stops again knows it, and has its own.
package enum StopRule {
    /// `held`: of each kind, the highest number that has held a stop of this agent.
    package static func holds(_ facts: StopFacts, held: [StopKind: Int64]) -> [StopHold] {
        guard !facts.isStopped else { return [] }
        let reasons: [StopHold?] = [
            facts.assignment.map { StopHold(kind: .work, number: $0, bead: facts.bead) },
            facts.newestNudge.map { StopHold(kind: .nudge, number: $0) },
            facts.newestUnread.map { StopHold(kind: .mail, number: $0) },
        ]
        return reasons.compactMap(\.self).filter { $0.number > held[$0.kind] ?? 0 }
    }
}

package import TownModel

/// What workers have done, from the ledger: one, those of a rig, or all; each with totals over all it ever did and its
/// latest assignments, newest first.
package struct AgentHistory: Query {
    package typealias Reply = AgentHistoryPage
    package static let verb = "agent.history"
    /// nil: all of the rig.
    package var agent: Address?
    /// nil: of every rig.
    package var rig: RigName?
    /// Assignments of each that are named one by one.
    package var limit: Int

    package init(agent: Address? = nil, rig: RigName? = nil, limit: Int = 20) {
        self.agent = agent
        self.rig = rig
        self.limit = limit
    }
}

package struct AgentHistoryPage: Codable, Hashable, Sendable {
    package var agents: [AgentCV]
    /// Everybody who was asked about is in it: a page has its limit.
    package var isWhole: Bool

    package init(agents: [AgentCV], isWhole: Bool) {
        self.agents = agents
        self.isWhole = isWhole
    }
}

package struct AgentCV: Codable, Hashable, Sendable {
    package var agent: Address
    package var knownSince: Timestamp
    package var totals: WorkTotals
    package var work: [WorkRecord]
    /// Its latest one, as the store has it; only where one agent was asked about.
    package var assignment: Assignment?
    /// Of that assignment.
    package var session: Session?

    package init(
        agent: Address, knownSince: Timestamp, totals: WorkTotals, work: [WorkRecord], assignment: Assignment? = nil,
        session: Session? = nil
    ) {
        self.agent = agent
        self.knownSince = knownSince
        self.totals = totals
        self.work = work
        self.assignment = assignment
        self.session = session
    }
}

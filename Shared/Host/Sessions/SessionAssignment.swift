package import TownModel

/// What a session works on, as it lies beside its key (`assignment.json`): so that `gt done` knows base and worktree
/// while the store is away, and never has to guess them from the current directory.
package struct SessionAssignment: Hashable, Sendable, Codable {
    /// Absolute path of the town.
    package var town: String
    package var number: Int64
    package var bead: BeadID
    package var agent: Address
    package var incarnation: Incarnation
    /// Absolute.
    package var worktree: String
    package var branch: String
    package var base: CommitID
    package var target: String
    /// Absolute path of the rig's bare clone.
    package var repository: String
    package var attempt: Int
    package var reason: String?
    package var preset: String
    package var arguments: String?

    package init(
        town: String, number: Int64, bead: BeadID, agent: Address, incarnation: Incarnation, worktree: String,
        branch: String, base: CommitID, target: String, repository: String, attempt: Int, reason: String? = nil,
        preset: String, arguments: String? = nil
    ) {
        self.town = town
        self.number = number
        self.bead = bead
        self.agent = agent
        self.incarnation = incarnation
        self.worktree = worktree
        self.branch = branch
        self.base = base
        self.target = target
        self.repository = repository
        self.attempt = attempt
        self.reason = reason
        self.preset = preset
        self.arguments = arguments
    }
}

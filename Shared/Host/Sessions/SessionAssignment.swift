package import TownModel

/// What a session knows of its own work, from a file beside its key: true even while the store is away.
package struct SessionAssignment: Hashable, Sendable, Codable {
    /// The town's directory, absolute.
    package var town: String
    package var assignment: Int64
    package var bead: BeadID
    package var agent: Address
    package var incarnation: Incarnation
    /// Where it works, absolute.
    package var worktree: String
    /// Empty for who has no worktree.
    package var branch: String
    /// nil for who has no worktree.
    package var base: CommitID?
    package var target: String
    /// The same as a revision in the worktree (`origin/main`); nil for who has none.
    package var targetRevision: String?
    /// The kept work that its worktree began at; nil: it began at the target's head.
    package var keptHead: CommitID?
    /// The bare clone, absolute.
    package var repository: String
    package var attempt: Int
    package var reason: String?
    package var preset: String
    package var arguments: String?

    /// Of a resident: its own number, the whole of its worktree, and its own bead, or what a dog's session is there for.
    package init(_ resident: Resident, _ run: ResidentRun, layout: TownLayout) {
        town = layout.root
        assignment = resident.number
        bead = run.work ?? resident.bead
        agent = resident.agent
        incarnation = run.incarnation
        worktree = "\(layout.root)/\(resident.worktree)"
        branch = resident.branch
        base = resident.base
        target = resident.target
        repository = resident.agent.rig.map(layout.repository) ?? ""
        attempt = 1
        preset = run.preset
    }

    package init(_ assignment: Assignment, on ground: WorktreeGround, layout: TownLayout) {
        town = layout.root
        self.assignment = assignment.number
        bead = assignment.bead
        agent = assignment.agent
        incarnation = assignment.incarnation
        worktree = layout.worktree(assignment)
        branch = assignment.branch
        base = ground.base
        target = assignment.target
        targetRevision = ground.targetRevision
        keptHead = ground.keptHead
        repository = layout.repository(assignment.rig)
        attempt = assignment.attempt
        reason = assignment.reason
        preset = assignment.preset
        arguments = assignment.arguments
    }
}

package import Host
package import TownModel
package import WitnessCore

/// The worktrees of a rig's polecats. Each call may find that a predecessor did it, wholly or half: it goes on from
/// there, so that doing a thing twice is the same as once.
package protocol Worktrees: Sendable {
    /// A clean worktree on the assignment's branch, at the target's head or at the kept work that it goes on from; says
    /// where it stands.
    /// One whose session begins anew was worked in: it is given as it is, with all that lies in it.
    func make(_ assignment: Assignment, hasRemote: Bool) async throws(HostError) -> WorktreeGround

    /// What is committed beyond the base and what is not, in words.
    func progress(of assignment: Assignment) async throws(HostError) -> String

    /// Saves under `refs/gt/rescue/` what nothing else keeps, then moves the worktree to the trash; gives the refs'
    /// common beginning, nil when there was nothing to save. Throws, and leaves the worktree where it is, when saving
    /// or moving fails.
    func retire(_ assignment: Assignment) async throws(HostError) -> String?

    /// Removes what was retired before this moment, and the oldest of the rest while the disk is nearly full.
    func emptyTrash(olderThan: Timestamp) async
}

/// The sessions of a rig's polecats.
package protocol PolecatSessions: Sendable {
    /// Writes the session's directory; gives its key, the same each time.
    func furnish(_ assignment: Assignment, on ground: WorktreeGround) async throws(HostError) -> String

    /// Starts the shim, or finds that it was started. nil: the town is stopped at this moment.
    func start(_ assignment: Assignment) async throws(HostError) -> ProcessIdentity?

    /// Returns when the process has ended; false when the wait was called off.
    func waitForEnd(of shim: ProcessIdentity) async -> Bool

    /// Sees to it that no process of the session is left and none can start; gives the recorded exit status.
    func end(_ assignment: Assignment, grace: Duration) async throws(HostError) -> Int32?

    /// One sweep: what can be seen of these sessions. One whose shim has ended is left out: its end is told otherwise.
    func look(at targets: [SweepTarget]) async -> [Look]

    /// What the last lines of one that has ended say of a limit of its provider's; nil: nothing.
    func limitLine(of assignment: Assignment) async -> String?
}

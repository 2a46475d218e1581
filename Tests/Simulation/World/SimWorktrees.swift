import Host
import Synchronization
import TownModel
import WitnessDaemon

/// A rig's worktrees: made half, not at all, saved and not moved.
struct SimWorktrees: Worktrees {
    let world: SimWorld
    let rig: RigName

    func make(_ assignment: Assignment, hasRemote: Bool) async throws(HostError) -> WorktreeGround {
        try await outcome { (world) throws(HostError) in
            world.touches(assignment)
            let path = assignment.worktree
            if assignment.renewal != nil, let base = assignment.base {
                guard world[rig: rig].worktrees[path]?.head != nil else {
                    throw .unreadable(path: path, reason: "the worktree that was worked in is gone")
                }
                return ground(base, assignment)
            }
            if let there = world[rig: rig].worktrees[path] {
                guard let head = there.head, head == there.base, there.dirty == nil else {
                    throw .unreadable(path: path, reason: "it was half made, or worked in")
                }
                return ground(head, assignment)
            }
            if hasRemote, world[rig: rig].isAway || world.mishap(4, .remoteAway) {
                throw .remoteAway("no route to the remote")
            }
            if world.mishap(3, .worktreeFailed) { throw .git(arguments: ["worktree"], status: 128, said: "no room") }
            if world.mishap(4, .worktreeHalfMade) {
                world[rig: rig].worktrees[path] = SimWorktree(number: assignment.number)
                throw .git(arguments: ["worktree"], status: 128, said: "interrupted")
            }
            let branch = "refs/heads/\(assignment.branch)"
            let kept = assignment.keptHead.flatMap { world[rig: rig].commits[$0] == nil ? nil : $0 }
            let base = world[rig: rig].refs[branch] ?? kept ?? world[rig: rig].target
            world[rig: rig].set(branch, to: base)
            world[rig: rig].worktrees[path] = SimWorktree(
                number: assignment.number, head: base, base: base, reflog: [base])
            return ground(base, assignment)
        }
    }

    /// Here the base is where the worktree begins, kept work or not: nobody asks how far that is from the target.
    private func ground(_ base: CommitID, _ assignment: Assignment) -> WorktreeGround {
        WorktreeGround(
            base: base, keptHead: base == assignment.keptHead ? base : nil, targetRevision: assignment.target)
    }

    func progress(of assignment: Assignment) async throws(HostError) -> String { "as far as it came" }

    func retire(_ assignment: Assignment) async throws(HostError) -> String? {
        try await outcome { (world) throws(HostError) in
            world.touches(assignment)
            if let session = world.sessions[assignment.incarnation], session.isRunning {
                world.complain("the worktree of assignment \(assignment.number) was taken from a running session")
            }
            if world.mishap(8, .retireFailed) { throw .system(call: "rename", path: assignment.worktree, errno: 28) }
            let rescue = "refs/gt/rescue/\(assignment.bead)/\(assignment.number)"
            if let worktree = world[rig: rig].worktrees[assignment.worktree] {
                if assignment.base != nil { save(worktree, assignment, under: rescue, &world) }
                if world.mishap(8, .retireFailedHalfWay) {
                    throw .system(call: "rename", path: assignment.worktree, errno: 28)
                }
                world[rig: rig].worktrees[assignment.worktree] = nil
                world[rig: rig].trash.insert(assignment.worktree)
            }
            guard !world[rig: rig].refs(under: rescue).isEmpty else { return nil }
            world.sightings.insert(.workRescued)
            return rescue
        }
    }

    func emptyTrash(olderThan: Timestamp) async {}

    private func save(
        _ worktree: SimWorktree, _ assignment: Assignment, under rescue: String, _ world: inout SimWorld.State
    ) {
        if let files = worktree.dirty { world[rig: rig].set("\(rescue)/files-\(files)", to: files) }
        for commit in Set(worktree.reflog + [worktree.head].compactMap { $0 }) {
            let git = world[rig: rig]
            let isSubmitted = git.refs(under: "refs/gt/submitted/\(assignment.bead)")
                .contains { git.refs[$0].map { git.isAncestor(commit, of: $0) } ?? false }
            if !isSubmitted, !git.isAncestor(commit, of: git.target) {
                world[rig: rig].set("\(rescue)/lost-\(commit)", to: commit)
            }
        }
    }

    /// A mutex hands out what it guards only for the time of a closure, which can't throw what we want.
    private func outcome<Value: Sendable>(
        _ body: (inout SimWorld.State) throws(HostError) -> Value
    ) async throws(HostError) -> Value {
        try world.outcome(body)
    }
}

extension SimWorld {
    func outcome<Value: Sendable>(
        _ body: (inout State) throws(HostError) -> Value
    ) throws(HostError) -> Value {
        let result: Result<Value, HostError> = state.withLock { world in
            do throws(HostError) {
                return .success(try body(&world))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension SimWorld.State {
    /// Hands touch what was recorded for the assignment, and nothing else.
    mutating func touches(_ assignment: Assignment) {
        guard let recorded = truth.assignments[assignment.number] else {
            return complain("hands touch assignment \(assignment.number), which nobody made")
        }
        if (recorded.worktree, recorded.branch) != (assignment.worktree, assignment.branch)
            || (recorded.incarnation != assignment.incarnation && recorded.renewal == assignment.renewal)
        {
            complain("hands touch \(assignment.worktree), recorded is \(recorded.worktree)")
        }
    }
}

package import Host
package import TownModel
import WitnessCore

/// Worktrees of the rig's bare clone, on this host.
package struct GitWorktrees: Worktrees {
    let layout: TownLayout
    let rig: RigName
    let git: Git
    private let freshness = Freshness()

    package init(layout: TownLayout, rig: RigName) {
        self.layout = layout
        self.rig = rig
        git = Git(repository: layout.repository(rig), writer: .witness)
    }

    package func make(_ assignment: Assignment, hasRemote: Bool) async throws(HostError) -> WorktreeGround {
        let path = layout.worktree(assignment)
        let target = targetRevision(assignment, hasRemote: hasRemote)
        if assignment.renewal != nil, let base = assignment.base {
            guard Files.exists(path) else {
                throw .unreadable(path: path, reason: "the worktree that was worked in is not there any more")
            }
            // Its branch may be anywhere by now; what it began at is found as it was then.
            let kept = try await keptWork(of: assignment, hasRemote: hasRemote)?.head
            return WorktreeGround(base: base, keptHead: kept, targetRevision: target)
        }
        let head: CommitID
        if Files.exists(path) {
            // A predecessor made it and could not say so; nobody has worked in it, for no session was started.
            guard let begun = try await git.commit("refs/heads/\(assignment.branch)") else {
                throw .unreadable(path: path, reason: "it was only half made")
            }
            head = begun
        } else {
            head = try await beginning(of: assignment, hasRemote: hasRemote)
            try Files.makeDirectory(Files.parent(of: path))
            try await git.addWorktree(path, branch: assignment.branch, at: head)
        }
        try await verify(path, assignment, head)
        guard let kept = try await keptWork(of: assignment, hasRemote: hasRemote), kept.head == head else {
            return WorktreeGround(base: head, targetRevision: target)
        }
        return WorktreeGround(base: kept.base, keptHead: head, targetRevision: target)
    }

    /// Where the branch of an interrupted attempt was put, else the kept work, else the target's present head: the
    /// remote's word where there is a remote.
    private func beginning(of assignment: Assignment, hasRemote: Bool) async throws(HostError) -> CommitID {
        if let begun = try await git.commit("refs/heads/\(assignment.branch)") { return begun }
        if hasRemote { try await freshness.refresh(git) }
        let ref = targetRef(assignment, hasRemote: hasRemote)
        guard let head = try await git.commit(ref) else {
            throw .unreadable(
                path: git.repository,
                reason: "\(ref) does not exist: does the rig's `target` name a branch, and does it have a commit?")
        }
        return try await keptWork(of: assignment, hasRemote: hasRemote)?.head ?? head
    }

    /// Where kept work ends, and where it leaves the target. nil: there is none; or it is not in this repository, or has
    /// no history in common with the target, so that nothing that goes on from it could ever land.
    private func keptWork(
        of assignment: Assignment, hasRemote: Bool
    ) async throws(HostError) -> (head: CommitID, base: CommitID)? {
        guard let kept = assignment.keptHead, try await git.commit(kept.text) != nil,
            let target = try await git.commit(targetRef(assignment, hasRemote: hasRemote)),
            let base = try await git.mergeBase(target, kept)
        else { return nil }
        return (kept, base)
    }

    /// As its worker names it.
    private func targetRevision(_ assignment: Assignment, hasRemote: Bool) -> String {
        hasRemote ? "origin/\(assignment.target)" : assignment.target
    }

    private func targetRef(_ assignment: Assignment, hasRemote: Bool) -> String {
        hasRemote ? "refs/remotes/origin/\(assignment.target)" : "refs/heads/\(assignment.target)"
    }

    /// What is handed to a worker is exactly that commit: never a leftover, never dirty.
    private func verify(_ path: String, _ assignment: Assignment, _ head: CommitID) async throws(HostError) {
        let status = try await git.status(of: path)
        guard status.isClean, status.head == head, status.branch == assignment.branch else {
            throw .unreadable(
                path: path,
                reason: "it is not a clean \(assignment.branch) at \(head.short): names are never used twice")
        }
    }

    package func progress(of assignment: Assignment) async throws(HostError) -> String {
        try await git.progress(of: layout.worktree(assignment), beyond: assignment.base)
    }

    package func retire(_ assignment: Assignment) async throws(HostError) -> String? {
        let path = layout.worktree(assignment)
        let rescue = "refs/gt/rescue/\(assignment.bead)/\(assignment.number)"
        if Files.exists(path), wasWorkedIn(assignment) { try await save(path, assignment, under: rescue) }
        let name = assignment.agent.name?.text ?? "polecat"
        try await git.trash(path, in: layout.trash(rig), as: "\(assignment.number)-\(name)")
        return try await git.refs(under: rescue).isEmpty ? nil : rescue
    }

    /// Without a base no session was ever started in it: there is nobody's work. A ledger that was restored may not
    /// know of one that was: then the session's own directory does.
    private func wasWorkedIn(_ assignment: Assignment) -> Bool {
        if assignment.base != nil { return true }
        return Files.exists(SessionDirectory(layout.session(assignment.incarnation)).startedFile)
    }

    /// Head, index, files, and every head the worktree has been at, unless the target or a submitted ref keeps them.
    private func save(_ path: String, _ assignment: Assignment, under rescue: String) async throws(HostError) {
        try await git.rescue(
            path, branch: assignment.branch, under: rescue,
            kept: [
                "refs/gt/submitted/\(assignment.bead)", "refs/remotes/origin/\(assignment.target)",
                "refs/heads/\(assignment.target)",
            ])
    }
}

/// One fetch at a time, and none while the last is young.
private actor Freshness {
    private var fetchedAt: ContinuousClock.Instant?
    private var isFetching = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func refresh(_ git: Git) async throws(HostError) {
        while isFetching { await withCheckedContinuation { waiting.append($0) } }
        if let fetchedAt, fetchedAt.duration(to: .now) < WitnessLimits.fetchAge { return }
        isFetching = true
        defer {
            isFetching = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        try await git.fetch()
        fetchedAt = .now
    }
}

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

    package func make(_ assignment: Assignment, hasRemote: Bool) async throws(HostError) -> CommitID {
        let path = layout.worktree(assignment)
        if assignment.renewal != nil, let base = assignment.base {
            guard Files.exists(path) else {
                throw .unreadable(path: path, reason: "the worktree that was worked in is not there any more")
            }
            return base
        }
        let base: CommitID
        if Files.exists(path) {
            // A predecessor made it and could not say so; nobody has worked in it, for no session was started.
            guard let head = try await git.commit("refs/heads/\(assignment.branch)") else {
                throw .unreadable(path: path, reason: "it was only half made")
            }
            base = head
        } else {
            base = try await head(of: assignment, hasRemote: hasRemote)
            try Files.makeDirectory(Files.parent(of: path))
            try await git.addWorktree(path, branch: assignment.branch, at: base)
        }
        try await verify(path, assignment, base)
        return base
    }

    /// Where the branch of an interrupted attempt was put, else the target's present head: the remote's word where
    /// there is a remote.
    private func head(of assignment: Assignment, hasRemote: Bool) async throws(HostError) -> CommitID {
        if let begun = try await git.commit("refs/heads/\(assignment.branch)") { return begun }
        if hasRemote { try await freshness.refresh(git) }
        guard let head = try await git.commit(targetRef(assignment, hasRemote: hasRemote)) else {
            throw .unreadable(
                path: git.repository,
                reason: "\(targetRef(assignment, hasRemote: hasRemote)) does not exist: does the rig's `target` name a "
                    + "branch, and does it have a commit?")
        }
        return head
    }

    private func targetRef(_ assignment: Assignment, hasRemote: Bool) -> String {
        hasRemote ? "refs/remotes/origin/\(assignment.target)" : "refs/heads/\(assignment.target)"
    }

    /// What is handed to a worker is exactly the base: never a leftover, never dirty.
    private func verify(_ path: String, _ assignment: Assignment, _ base: CommitID) async throws(HostError) {
        let status = try await git.status(of: path)
        guard status.isClean, status.head == base, status.branch == assignment.branch else {
            throw .unreadable(
                path: path,
                reason: "it is not a clean \(assignment.branch) at \(base.short): names are never used twice")
        }
    }

    package func progress(of assignment: Assignment) async throws(HostError) -> String {
        try await git.progress(of: layout.worktree(assignment), beyond: assignment.base)
    }

    package func retire(_ assignment: Assignment) async throws(HostError) -> String? {
        let path = layout.worktree(assignment)
        let rescue = "refs/gt/rescue/\(assignment.bead)/\(assignment.number)"
        if Files.exists(path) {
            if wasWorkedIn(assignment) { try await save(path, assignment, under: rescue) }
            let trash = layout.trash(rig)
            try Files.makeDirectory(trash)
            let name = assignment.agent.name?.text ?? "polecat"
            try Files.rename(path, to: "\(trash)/\(assignment.number)-\(name)")
        }
        try await git.forgetWorktree(path)
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

package import TownModel

/// A worktree of a clone, as git lists it.
package struct GitWorktree: Hashable, Sendable {
    package var path: String
    /// nil for the bare clone itself.
    package var head: CommitID?
    /// Full name; nil when detached.
    package var branch: String?
    /// Its directory is gone.
    package var isPrunable: Bool
}

extension Git {
    /// Makes a worktree at a commit, on a new branch of this name (nil: detached). The branch must not exist yet, or be
    /// exactly there: a name is used once.
    ///
    /// Records of worktrees are made and taken away under a lock, by us alone: git 2.39 keeps none, and two at once
    /// trip over each other's directories. Files are written outside of it, which may take seconds.
    package func addWorktree(_ path: String, branch: String?, at commit: CommitID) async throws(HostError) {
        var arguments = ["worktree", "add", "--no-checkout"]
        if let branch {
            let made = try await updateRef(
                "refs/heads/\(branch)", to: commit, from: .absent, reason: "worktree \(path)")
            guard made else {
                throw .git(arguments: arguments, status: 128, said: "the branch \(branch) is somewhere else already")
            }
            arguments += [path, branch]
        } else {
            arguments += ["--detach", path, commit.text]
        }
        try await runAlone(arguments)
        try await run(Call(arguments: ["reset", "--hard", "--quiet"], directory: path))
    }

    /// The lock is waited for by the whole thread: it is held for a few milliseconds.
    private func runAlone(_ arguments: [String]) async throws(HostError) {
        let lock = try FileLock.await("\(repository)/gt-worktrees.lock")
        defer { withExtendedLifetime(lock) {} }
        try await run(Call(arguments: arguments))
    }

    package func worktrees() async throws(HostError) -> [GitWorktree] {
        let result = try await run(Call(arguments: ["worktree", "list", "--porcelain", "-z"]))
        var found: [GitWorktree] = []
        for field in result.output.split(separator: 0).map({ String(decoding: $0, as: UTF8.self) }) {
            let parts = field.split(separator: " ", maxSplits: 1).map(String.init)
            let value = parts.count > 1 ? parts[1] : ""
            if parts[0] == "worktree" {
                found.append(GitWorktree(path: value, head: nil, branch: nil, isPrunable: false))
                continue
            }
            guard var last = found.popLast() else { continue }
            switch parts[0] {
            case "HEAD": last.head = CommitID(value)
            case "branch": last.branch = value
            case "prunable": last.isPrunable = true
            default: break
            }
            found.append(last)
        }
        return found
    }

    /// Forgets one worktree, whose directory is gone (removed or moved to the trash). Forgotten already is fine.
    ///
    /// Never by `prune`, which takes away the record of one that is just being made by somebody who has no lock.
    package func forgetWorktree(_ path: String) async throws(HostError) {
        do {
            try await runAlone(["worktree", "remove", "--force", "--force", path])
        } catch {
            guard try await !worktrees().contains(where: { $0.path == path || $0.path == Files.resolved(path) }) else {
                throw error
            }
        }
    }

    /// Writes the links between the clone and these worktrees anew, after either was moved.
    package func repairWorktrees(_ paths: [String]) async throws(HostError) {
        try await run(Call(arguments: ["worktree", "repair"] + paths))
    }
}

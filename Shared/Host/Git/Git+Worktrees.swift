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
    /// git was ended while it made it: its files are not all there.
    package var isHalfMade = false
}

extension Git {
    /// Makes a worktree at a commit, on a new branch of this name (nil: detached). The branch must not exist yet, or be
    /// exactly there: a name is used once.
    ///
    /// - Parameter isEmpty: no file is written, only its link to the clone.
    package func addWorktree(
        _ path: String, branch: String?, at commit: CommitID, isEmpty: Bool = false
    ) async throws(HostError) {
        var arguments = ["worktree", "add"] + (isEmpty ? ["--no-checkout"] : [])
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
        try keepWorktreeRecords()
        // Only the HEAD of the new worktree is written, which no hook guards.
        try await amongOthers(arguments, hasHooks: false)
    }

    /// git removes the directory of all worktree records together with the last one, also under the hands of somebody who
    /// makes one at that moment. An entry that is never removed keeps it: no worktree by git's rules (it names no path,
    /// so no list has it), and locked, so that no `prune` takes it.
    private func keepWorktreeRecords() throws(HostError) {
        try Files.makeDirectory("\(repository)/worktrees/gt-keep/locked")
    }

    package func worktrees() async throws(HostError) -> [GitWorktree] {
        let result = try await amongOthers(["worktree", "list", "--porcelain", "-z"])
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
            // What git itself writes there for as long as it makes one.
            case "locked" where value == "initializing": last.isHalfMade = true
            default: break
            }
            found.append(last)
        }
        return found
    }

    /// Moves one with its record; its branch and its files stay as they are.
    package func moveWorktree(_ path: String, to new: String) async throws(HostError) {
        try await amongOthers(["worktree", "move", path, new])
    }

    /// Forgets one worktree, whose directory is gone (removed or moved to the trash). Forgotten already is fine.
    ///
    /// Never by `prune`, which takes away the record of one that is just being made by somebody else.
    package func forgetWorktree(_ path: String) async throws(HostError) {
        do {
            try await amongOthers(["worktree", "remove", "--force", "--force", path])
        } catch {
            guard try await !worktrees().contains(where: { $0.path == path || $0.path == Files.resolved(path) }) else {
                throw error
            }
        }
    }

    /// git reads the records of all worktrees, and dies of one that somebody is just making or forgetting. That moment is
    /// shorter than the next run of git.
    @discardableResult
    private func amongOthers(
        _ arguments: [String], hasHooks: Bool = true
    ) async throws(HostError) -> CommandResult {
        for _ in 1..<HostLimits.worktreeTries {
            do {
                return try await run(Call(arguments: arguments, hasHooks: hasHooks))
            } catch .git(_, _, let said) where Self.hasMetHalfARecord(said) {
                continue
            }
        }
        return try await run(Call(arguments: arguments, hasHooks: hasHooks))
    }

    /// Whether git's last words are about a file of a record that was not there yet, or was empty still.
    static func hasMetHalfARecord(_ said: String) -> Bool {
        said.contains("worktrees/") && (said.contains("No such file") || said.contains("failed to read"))
    }

    /// Writes the links between the clone and these worktrees anew, after either was moved.
    package func repairWorktrees(_ paths: [String]) async throws(HostError) {
        try await run(Call(arguments: ["worktree", "repair"] + paths))
    }
}

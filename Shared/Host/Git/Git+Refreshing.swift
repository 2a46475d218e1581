package import TownModel

/// What bringing a branch up to date has come to.
package enum RefreshOutcome: Hashable, Sendable {
    case upToDate
    /// It had no commits of its own.
    case forwarded
    /// Its own commits, so many, follow the target's now.
    case rebased(Int)
    /// Nothing was changed: these files conflict.
    case conflict([String])
}

extension Git {
    /// Brings the branch of a clean worktree up to date with a commit: forward where it can, else its own commits on top of
    /// it. What conflicts is put back as it was.
    package func refresh(_ worktree: String, onto target: CommitID) async throws(HostError) -> RefreshOutcome {
        guard let head = try await commit("HEAD", in: worktree) else {
            throw .unreadable(path: worktree, reason: "it has no HEAD commit")
        }
        if try await isAncestor(target, of: head) { return .upToDate }
        if try await isAncestor(head, of: target) {
            try await run(Call(arguments: ["merge", "--quiet", "--ff-only", target.text], directory: worktree))
            return .forwarded
        }
        let result = try await run(
            Call(arguments: ["rebase", "--quiet", target.text], directory: worktree, accepts: [0, 1]))
        guard !result.ending.isSuccess else {
            return .rebased(try await log("\(target)..HEAD", in: worktree))
        }
        let conflicts = try await status(of: worktree).entries.filter { $0.state.contains("U") || $0.state == "AA" }
        try await run(Call(arguments: ["rebase", "--abort"], directory: worktree))
        return .conflict(conflicts.map(\.path))
    }

    private func log(_ range: String, in worktree: String) async throws(HostError) -> Int {
        Int(try await line(["rev-list", "--count", range], in: worktree)) ?? 0
    }
}

package import TownModel

extension Git {
    /// What is committed in a worktree beyond its base, and what is not committed: some lines for whoever goes on there.
    package func progress(of worktree: String, beyond base: CommitID?) async throws(HostError) -> String {
        guard let base else { return "There is no worktree: nothing of it can be lost." }
        let state = try await status(of: worktree)
        var log: [GitCommit] = []
        if let head = state.head { log = try await self.log("\(base)..\(head)", limit: HostLimits.progressCommits + 1) }
        let count = log.count > HostLimits.progressCommits ? "over \(HostLimits.progressCommits)" : "\(log.count)"
        var lines = [
            "Branch \(state.branch ?? "(detached)") at \(state.head?.short ?? "no commit"): "
                + "\(count) commits beyond \(base.short)."
        ]
        lines += log.prefix(HostLimits.progressCommits).map {
            "  \($0.id.short) \($0.subject.beginning(HostLimits.progressNameBytes))"
        }
        guard !state.isClean else { return (lines + ["Nothing is uncommitted."]).joined(separator: "\n") }
        let shown = state.entries.prefix(HostLimits.progressFiles).map {
            "\($0.state) \($0.path.beginning(HostLimits.progressNameBytes))"
        }
        let more = state.entries.count - shown.count
        lines.append(
            "Not committed: " + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more." : "."))
        return lines.joined(separator: "\n")
    }
}

extension Git {
    /// Packs loose objects and refs, and removes what nothing has reached for so many days. What refs, the heads, indexes and
    /// reflogs of all worktrees reach stays, whatever its age; worktree records are left alone. False: somebody else is at
    /// it already.
    package func collectGarbage(olderThanDays days: Int) async throws(HostError) -> Bool {
        do {
            try await run(
                Call(
                    arguments: [
                        "-c", "gc.worktreePruneExpire=never", "-c", "gc.reflogExpire=90.days.ago",
                        "-c", "gc.reflogExpireUnreachable=90.days.ago", "gc", "--quiet", "--cruft",
                        "--prune=\(days).days.ago",
                    ], limit: HostLimits.gitUpkeep))
            return true
        } catch .git(_, _, let said) where said.contains("gc is already running") {
            return false
        }
    }
}

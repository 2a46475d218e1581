internal import Glibc
internal import TownModel

extension SessionDirectory {
    /// Sees to it that no process of a session is left, and that none can start: waits for it to leave by itself, asks
    /// it, makes it; then whoever still works in its worktree. Gives the recorded exit status.
    ///
    /// `patience`: from the asking to the making. Throws when somebody is still there afterwards.
    package func end(
        worktree: String, grace: Duration, patience: Duration = HostLimits.endGrace, watch: ProcessWatch = .shared
    ) async throws(HostError) -> Int32? {
        var shim = try shim()
        if shim == nil, try !cancel() { shim = try await self.shim(within: HostLimits.startWait, watch: watch) }
        if let shim { try await end(shim, grace: grace, patience, watch) }
        try await clear(worktree)
        return exitStatus()
    }

    /// The agent first: then its shim can still record how it ended.
    private func end(
        _ shim: ProcessIdentity, grace: Duration, _ patience: Duration, _ watch: ProcessWatch
    ) async throws(HostError) {
        if await watch.waitForEnd(of: shim, within: grace) { return }
        Processes.send(SIGTERM, to: shim)
        if await watch.waitForEnd(of: shim, within: patience) { return }
        for identity in Processes.identities(of: Processes.descendants(of: shim.pid)) {
            Processes.send(SIGKILL, to: identity)
        }
        if await watch.waitForEnd(of: shim, within: HostLimits.killWait) { return }
        guard await Processes.end([shim], grace: .zero).isEmpty else {
            throw .session("process \(shim.pid) of \(path) does not end")
        }
    }

    /// What the agent left behind inherited the shim's lock on the worktree: whoever holds it open is one of them.
    private func clear(_ worktree: String) async throws(HostError) {
        guard let place = Files.resolved(worktree) else { return }
        let left = Processes.identities(of: Processes.holders(of: place))
        guard await Processes.end(left).isEmpty, try FileLock.take(place) != nil else {
            throw .session("somebody still works in \(worktree)")
        }
    }
}

package import TownModel

extension Processes {
    /// Ends the whole group that this process leads (or led), the processes of the group one by one, each by identity.
    /// Returns those that are still there.
    package static func endGroup(
        _ leader: ProcessIdentity, grace: Duration = HostLimits.endGrace
    ) async -> [ProcessIdentity] {
        // Of another boot nothing is left, and its numbers mean others now.
        // Losing the error is right: without a boot id nothing can be said about the group.
        guard let boot = try? bootID(), boot == leader.bootID else { return [] }
        // A living process with the leader's number that is not the leader: the group is gone, the number reused.
        if let now = ProcessStat(pid: leader.pid), now.startTicks != leader.startTicks { return [] }
        return await end(identities(of: group(leader.pid)), grace: grace)
    }
}

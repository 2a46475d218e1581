internal import CHost
internal import Glibc
package import TownModel

extension Processes {
    /// Sends a signal to that very process; one that has ended gets none, and neither does a later one of its number.
    package static func signal(_ identity: ProcessIdentity, _ number: Int32) {
        let descriptor = gt_pidfd_open(identity.pid)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard isAlive(identity) else { return }
        _ = gt_pidfd_send_signal(descriptor, number)
    }

    /// Asks processes to end, waits, makes them; false when one is still there (stuck in the kernel).
    package static func end(
        _ identities: [ProcessIdentity], grace: Duration = HostLimits.endGrace, watch: ProcessWatch = .shared
    ) async -> Bool {
        for identity in identities { signal(identity, SIGTERM) }
        if await waitForAll(identities, within: grace, watch) { return true }
        for identity in identities { signal(identity, SIGKILL) }
        return await waitForAll(identities, within: HostLimits.killWait, watch)
    }

    /// Ends the whole group that this process leads (or led), the processes of the group one by one, each by identity.
    package static func endGroup(
        _ leader: ProcessIdentity, grace: Duration = HostLimits.endGrace, watch: ProcessWatch = .shared
    ) async -> Bool {
        // Of another boot nothing is left, and its numbers mean others now.
        // Losing the error is right: without a boot id nothing can be said about the group.
        guard let boot = try? bootID(), boot == leader.bootID else { return true }
        // A living process with the leader's number that is not the leader: the group is gone, the number reused.
        if let now = ProcessStat(pid: leader.pid), now.startTicks != leader.startTicks { return true }
        return await end(identities(of: group(leader.pid)), grace: grace, watch: watch)
    }

    /// Of these numbers those that are processes now.
    package static func identities(of pids: [Int32]) -> [ProcessIdentity] {
        // A process that ended meanwhile is no process: losing the error is right.
        pids.compactMap { try? identity(of: $0) }
    }

    static func waitForAll(
        _ identities: [ProcessIdentity], within limit: Duration, _ watch: ProcessWatch
    ) async -> Bool {
        let deadline = ContinuousClock.now.advanced(by: limit)
        for identity in identities {
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            guard await watch.waitForEnd(of: identity, within: left) else { return false }
        }
        return true
    }
}

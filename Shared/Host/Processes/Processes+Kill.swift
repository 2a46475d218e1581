internal import CHost
internal import Glibc
package import TownModel

extension Processes {
    /// Sends SIGKILL to that very process; false when it is gone. Through a pidfd, so that a later process with the
    /// same number is never hit.
    package static func kill(_ identity: ProcessIdentity) throws(HostError) -> Bool {
        let descriptor = gt_pidfd_open(identity.pid)
        guard descriptor >= 0 else {
            if errno == ESRCH { return false }
            throw .system(call: "pidfd_open", path: "pid \(identity.pid)", errno: errno)
        }
        defer { close(descriptor) }
        // Only after the descriptor is held does the comparison say something about *this* process.
        guard isAlive(identity) else { return false }
        guard gt_pidfd_send_signal(descriptor, SIGKILL) == 0 else {
            if errno == ESRCH { return false }
            throw .system(call: "pidfd_send_signal", path: "pid \(identity.pid)", errno: errno)
        }
        return true
    }
}

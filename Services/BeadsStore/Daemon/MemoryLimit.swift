import Glibc
import Host
import RoleRuntime

/// How much memory the store may take. libzmq keeps a message until its last part has come, and has no bound for how many
/// parts that may be: a peer that never ends its message is contained here. The store leaves, the supervisor starts it again,
/// and the peer's connection is gone with what was kept of it.
struct MemoryLimit: Sendable {
    let mebibytes: Int64

    /// `GT_STORE_MEMORY_MEBIBYTES`, for tests and small machines.
    static func current() throws -> MemoryLimit {
        guard let text = HostEnvironment.value("GT_STORE_MEMORY_MEBIBYTES") else {
            return MemoryLimit(mebibytes: StoreLimits.memoryMebibytesMax)
        }
        guard let mebibytes = Int64(text), mebibytes > 0 else {
            throw ServiceFailure(.configuration, "GT_STORE_MEMORY_MEBIBYTES is a number, not \"\(text)\"")
        }
        return MemoryLimit(mebibytes: mebibytes)
    }

    func check() throws {
        // Not read for want of a descriptor: no reason to leave, and the next look is a second away.
        guard let text = try? Files.readText("/proc/self/statm") else { return }
        // Pages: all, those in memory, of these those of files, and more that says nothing here.
        let pages = text.split(separator: " ").compactMap { Int64($0) }
        guard pages.count > 2 else { return }
        let taken = (pages[1] - pages[2]) * Int64(getpagesize()) / (1 << 20)
        guard taken > mebibytes else { return }
        throw ServiceFailure(
            .bug,
            "\(taken) MiB of memory are taken, more than \(mebibytes): a message without end, or a bug. It begins anew; "
                + "nothing that was answered is lost")
    }
}

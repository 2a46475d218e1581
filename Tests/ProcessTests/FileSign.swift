import Glibc
import Host
import Testing

/// Waits for a file to appear, told by the kernel.
enum FileSign {
    /// False when it is not there in time. Its directory must be there.
    static func isThere(_ path: String, within limit: Duration) async throws -> Bool {
        let watch = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
        try #require(watch >= 0)
        defer { close(watch) }
        try #require(inotify_add_watch(watch, Files.parent(of: path), UInt32(IN_CREATE | IN_MOVED_TO)) >= 0)
        let deadline = ContinuousClock.now.advanced(by: limit)
        // Looked for after the watch stands: what comes later is told.
        while !Files.exists(path) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, await ProcessWatch.shared.waitUntilReadable(watch, within: left) else { return false }
            var told = [UInt8](repeating: 0, count: 4096)
            while read(watch, &told, told.count) > 0 {}
        }
        return true
    }
}

import Glibc
import Synchronization

/// The process group that ends when we are told to: what we run must not go on without anybody who waits for it.
enum ProcessGroup {
    private static let group = Atomic<Int32>(0)

    static func arm() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                let group = ProcessGroup.group.load(ordering: .relaxed)
                if group > 0 { kill(-group, SIGTERM) }
                _exit(128 + number)
            }
        }
    }

    static func began(_ pid: Int32) { group.store(pid, ordering: .relaxed) }

    static func disarm() {
        group.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}

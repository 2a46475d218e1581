internal import Glibc

/// Tells a supervisor that the service is ready, alive, or leaving: systemd through `NOTIFY_SOCKET`, s6 by a newline
/// on the descriptor of `--ready-fd`. Without either it does nothing.
package struct Readiness: Sendable {
    private let descriptor: Int32?
    /// A path, or an abstract name after `@`.
    private let socketName: String?
    /// How often systemd wants to hear that the loop turns; nil when it does not ask.
    package let watchdogInterval: Duration?

    package init(descriptor: Int32?, notifySocket: String?, watchdogMicroseconds: String?) {
        self.descriptor = descriptor
        socketName = notifySocket.flatMap { $0.isEmpty ? nil : $0 }
        // Half of what is allowed, as sd_watchdog_enabled(3) recommends.
        watchdogInterval = watchdogMicroseconds.flatMap(Int64.init).map { .microseconds($0 / 2) }
    }

    package init(descriptor: Int32?) {
        self.init(
            descriptor: descriptor, notifySocket: Self.environment("NOTIFY_SOCKET"),
            watchdogMicroseconds: Self.environment("WATCHDOG_USEC"))
    }

    /// The service can be used from now on. To be called once.
    package func ready() {
        notify("READY=1")
        guard let descriptor else { return }
        var newline = UInt8(ascii: "\n")
        // A supervisor that stopped listening is its own affair: the service serves all the same.
        _ = write(descriptor, &newline, 1)
        close(descriptor)
    }

    /// The loop has turned since the last time.
    package func alive() { notify("WATCHDOG=1") }

    package func stopping() { notify("STOPPING=1") }

    private func notify(_ state: String) {
        guard let socketName, var address = Self.address(socketName) else { return }
        let handle = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return }
        defer { close(handle) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + socketName.utf8.count)
        let bytes = Array(state.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    handle, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
            }
        }
    }

    /// nil when the name is longer than a socket address can hold.
    private static func address(_ name: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        // systemd writes an abstract name with an @ for its leading zero byte.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return false }
            room.copyBytes(from: bytes)
            return true
        }
        return fits ? address : nil
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

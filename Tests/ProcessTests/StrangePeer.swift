import Glibc
import Host
import Testing

/// A peer of the store's request socket that speaks ZMTP 3.0 by itself, well or badly, without any library.
final class StrangePeer: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw HostError.system(call: "connect", path: path, errno: errno) }
        // What the store does not take, because it has hung up on us, is not waited for.
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // The other end may have hung up on us: that is its right.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Greeting and READY of a DEALER without security; true when the store has answered with its own.
    func greet() async -> Bool {
        let mechanism = Array("NULL".utf8) + [UInt8](repeating: 0, count: 16)
        send([0xFF] + [UInt8](repeating: 0, count: 8) + [0x7F, 3, 0] + mechanism + [UInt8](repeating: 0, count: 32))
        let ready =
            [5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8) + [0, 0, 0, 6] + Array("DEALER".utf8)
        send([4, UInt8(ready.count)] + ready)
        return await isAnswered(with: "READY")
    }

    func send(frames: [[UInt8]]) {
        for (index, frame) in frames.enumerated() {
            let more: UInt8 = index + 1 < frames.count ? 1 : 0
            let length = UInt64(frame.count)
            let size = (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
            send([more | 2] + size + frame)
        }
    }

    /// Whether what comes within the time has this word in it.
    func isAnswered(with word: String) async -> Bool {
        var heard: [UInt8] = []
        while !String(decoding: heard, as: UTF8.self).contains(word) {
            guard await ProcessWatch.shared.waitUntilReadable(descriptor, within: .seconds(30)) else { return false }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { return false }
            heard += bytes.prefix(count)
        }
        return true
    }
}

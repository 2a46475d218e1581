import Glibc
import Testing

@testable import RoleRuntime

struct ReadinessTests {
    @Test(arguments: ["/tmp/gt-notify-", "@gt-notify-"])
    func systemdIsToldThroughItsSocket(prefix: String) throws {
        let receiver = try NotifyReceiver(name: "\(prefix)\(UInt64.random(in: 0 ... .max))")
        defer { receiver.close() }
        let readiness = Readiness(
            descriptor: nil, notifySocket: receiver.name, watchdogMicroseconds: "20000000")
        readiness.ready()
        readiness.alive()
        readiness.stopping()
        #expect([receiver.next(), receiver.next(), receiver.next()] == ["READY=1", "WATCHDOG=1", "STOPPING=1"])
        #expect(readiness.watchdogInterval == .seconds(10))
    }

    @Test func theReadyDescriptorGetsANewlineAndIsClosed() {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        Readiness(descriptor: ends[1], notifySocket: nil, watchdogMicroseconds: nil).ready()
        var room = [UInt8](repeating: 0, count: 8)
        #expect(read(ends[0], &room, 8) == 1)
        #expect(room[0] == UInt8(ascii: "\n"))
        #expect(read(ends[0], &room, 8) == 0)
        close(ends[0])
    }

    @Test func withoutASupervisorNothingHappens() {
        let readiness = Readiness(descriptor: nil, notifySocket: "", watchdogMicroseconds: "soon")
        readiness.ready()
        #expect(readiness.watchdogInterval == nil)
    }
}

/// What systemd does: a datagram socket, by path or by abstract name.
private struct NotifyReceiver {
    let name: String
    private let handle: Int32

    init(name: String) throws {
        self.name = name
        handle = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(handle, $0, length) }
        }
        try #require(result == 0)
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func next() -> String {
        var room = [UInt8](repeating: 0, count: 64)
        let count = recv(handle, &room, room.count, 0)
        return String(decoding: room.prefix(max(0, count)), as: UTF8.self)
    }

    func close() {
        Glibc.close(handle)
        if !name.hasPrefix("@") { unlink(name) }
    }
}

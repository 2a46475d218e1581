import CZeroMQ
import Dispatch
import Glibc
import Testing

/// A libzmq socket that follows no rule of ours. Used by one test at a time, from one task.
final class RawPeer {
    fileprivate let context: UnsafeMutableRawPointer
    let socket: UnsafeMutableRawPointer

    init(_ kind: Int32) throws {
        context = try #require(zmq_ctx_new())
        socket = try #require(zmq_socket(context, kind))
        set(ZMQ_LINGER, 0)
        // The deadline of whatever is waited for here.
        set(ZMQ_RCVTIMEO, 30_000)
        set(ZMQ_SNDTIMEO, 30_000)
    }

    deinit {
        zmq_close(socket)
        zmq_ctx_term(context)
    }

    func set(_ option: Int32, _ value: Int32) {
        var value = value
        #expect(zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0)
    }

    func subscribe(_ topic: String) {
        #expect(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, topic.utf8.count) == 0)
    }

    func connect(_ endpoint: String) { #expect(zmq_connect(socket, endpoint) == 0) }

    func bind(_ endpoint: String) { #expect(zmq_bind(socket, endpoint) == 0) }

    func send(_ frames: [[UInt8]]) {
        for (index, frame) in frames.enumerated() {
            let flags = index + 1 < frames.count ? ZMQ_SNDMORE : 0
            #expect(zmq_send(socket, frame, frame.count, flags) == frame.count)
        }
    }

    /// The next message; empty when none came within the deadline.
    func receive() -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var message = zmq_msg_t()
        repeat {
            zmq_msg_init(&message)
            defer { zmq_msg_close(&message) }
            guard zmq_msg_recv(&message, socket, 0) >= 0 else { return frames }
            frames.append(
                Array(UnsafeRawBufferPointer(start: zmq_msg_data(&message), count: zmq_msg_size(&message))))
        } while zmq_msg_more(&message) != 0
        return frames
    }

    /// Begins to watch the socket's connections.
    func monitor(_ events: Int32) throws -> RawMonitor {
        #expect(zmq_socket_monitor(socket, "inproc://raw-monitor", events) == 0)
        return try RawMonitor(self)
    }
}

/// Tells when something happens to a raw peer's connections. Keeps its peer: a context ends after its last socket.
final class RawMonitor {
    private let peer: RawPeer
    private let pair: UnsafeMutableRawPointer

    fileprivate init(_ peer: RawPeer) throws {
        self.peer = peer
        pair = try #require(zmq_socket(peer.context, ZMQ_PAIR))
        var milliseconds: Int32 = 30_000
        zmq_setsockopt(pair, ZMQ_RCVTIMEO, &milliseconds, MemoryLayout<Int32>.size)
        #expect(zmq_connect(pair, "inproc://raw-monitor") == 0)
    }

    deinit { zmq_close(pair) }

    /// Returns when one of the events has come, or after the deadline, which is an issue.
    func waitForOne() {
        var bytes = [UInt8](repeating: 0, count: 256)
        #expect(zmq_recv(pair, &bytes, bytes.count, 0) > 0)
        zmq_recv(pair, &bytes, bytes.count, 0)
    }
}

/// A plain unix socket, for peers that do not even speak ZMTP.
struct PlainSocket: ~Copyable {
    let descriptor: Int32

    init(listeningOn path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(Self.withAddress(path) { Glibc.bind(descriptor, $0, $1) } == 0)
        #expect(listen(descriptor, 8) == 0)
    }

    init(connectedTo path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(Self.withAddress(path) { Glibc.connect(descriptor, $0, $1) } == 0)
    }

    deinit { close(descriptor) }

    /// Takes one connection, says something, and waits until the other end has gone.
    func receiveOneGuest(saying bytes: [UInt8]) {
        let guest = accept(descriptor, nil, nil)
        #expect(guest >= 0)
        Glibc.send(guest, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(guest, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 1024)
        while read(guest, &buffer, buffer.count) > 0 {}
        close(guest)
    }

    func send(_ bytes: [UInt8]) {
        // The other end may have hung up on us: that is its right.
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private static func withAddress(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Runs what blocks on a thread of its own: the few threads that tests share must not wait for each other.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { done in
        DispatchQueue(label: "gastown.raw-peer").async { done.resume(with: Result { try body() }) }
    }
}

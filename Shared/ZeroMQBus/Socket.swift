import Bus
import CZeroMQ
import Glibc
import Wire

/// libzmq's state of one pump: its I/O threads, its sockets. Made and ended on the pump's thread; each socket keeps
/// it, so that it ends after the last of them.
final class Context {
    let raw: UnsafeMutableRawPointer

    init() throws(ZeroMQFailure) {
        guard let raw = zmq_ctx_new() else { throw ZeroMQFailure("zmq_ctx_new") }
        self.raw = raw
        guard zmq_ctx_set(raw, ZMQ_BLOCKY, 0) == 0 else { throw ZeroMQFailure("zmq_ctx_set BLOCKY") }
    }

    /// Waits for the sockets' last words, as long as their linger allows.
    deinit {
        while zmq_ctx_term(raw) != 0, zmq_errno() == EINTR {}
    }

    /// nil when the library is recent enough.
    static func versionComplaint() -> String? {
        var version: (Int32, Int32, Int32) = (0, 0, 0)
        zmq_version(&version.0, &version.1, &version.2)
        guard version < ZeroMQLimits.versionMin else { return nil }
        return "libzmq \(version.0).\(version.1).\(version.2) is too old: 4.3.4 or later is needed"
    }
}

/// One libzmq socket. Belongs to the thread that made it; nothing here blocks.
final class Socket {
    enum Sending { case sent, wouldBlock, unroutable }

    let raw: UnsafeMutableRawPointer
    private let context: Context
    private let frame: UnsafeMutablePointer<zmq_msg_t>
    /// The number of the first frame whose sender is looked at. Never a ROUTER's first: libzmq 4.3.4 loses it there.
    private let senderFrom: Int

    init(_ context: Context, _ kind: Int32, _ options: [SocketOption]) throws(ZeroMQFailure) {
        guard let raw = zmq_socket(context.raw, kind) else { throw ZeroMQFailure("zmq_socket") }
        self.raw = raw
        self.context = context
        frame = .allocate(capacity: 1)
        senderFrom = kind == ZMQ_ROUTER ? 2 : 1
        for option in options { try set(option) }
    }

    deinit {
        frame.deallocate()
        zmq_close(raw)
    }

    func set(_ option: SocketOption) throws(ZeroMQFailure) {
        let result =
            switch option.value {
            case .int(var value): zmq_setsockopt(raw, option.name, &value, MemoryLayout<Int32>.size)
            case .long(var value): zmq_setsockopt(raw, option.name, &value, MemoryLayout<Int64>.size)
            case .bytes(let value): zmq_setsockopt(raw, option.name, value, value.count)
            }
        guard result == 0 else { throw ZeroMQFailure("zmq_setsockopt \(option.name)") }
    }

    func bind(_ endpoint: String) throws(ZeroMQFailure) {
        guard zmq_bind(raw, endpoint) == 0 else { throw ZeroMQFailure("zmq_bind \(endpoint)") }
    }

    /// Takes no new connections there; those that are made stay. The address is free a moment later.
    func unbind(_ endpoint: String) throws(ZeroMQFailure) {
        guard zmq_unbind(raw, endpoint) == 0 else { throw ZeroMQFailure("zmq_unbind \(endpoint)") }
    }

    func connect(_ endpoint: String) throws(ZeroMQFailure) {
        guard zmq_connect(raw, endpoint) == 0 else { throw ZeroMQFailure("zmq_connect \(endpoint)") }
    }

    /// All frames or none. A part that is refused takes the parts before it back.
    func send(_ frames: [[UInt8]]) -> Sending {
        for (index, bytes) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
            guard zmq_send(raw, bytes, bytes.count, flags) < 0 else { continue }
            return zmq_errno() == EHOSTUNREACH ? .unroutable : .wouldBlock
        }
        return .sent
    }

    /// The next message, nil when there is none. Frames beyond the limits are counted, not kept.
    func receive() -> Incoming? {
        var message = Incoming()
        repeat {
            zmq_msg_init(frame)
            defer { zmq_msg_close(frame) }
            guard zmq_msg_recv(frame, raw, ZMQ_DONTWAIT) >= 0 else { return nil }
            let size = zmq_msg_size(frame)
            message.frameCount += 1
            message.byteCount += size
            if message.frameCount <= Incoming.framesKeptMax, message.byteCount <= Incoming.bytesKeptMax {
                message.frames.append(
                    Array(UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: size)))
            }
            if message.frameCount >= senderFrom, message.peerAddress == nil {
                message.peerAddress = property("Peer-Address")
                message.userID = property("User-Id")
            }
        } while zmq_msg_more(frame) != 0
        return message
    }

    private func property(_ name: String) -> String? {
        zmq_msg_gets(frame, name).map { String(cString: $0) }
    }
}

/// One message as it came off a socket.
struct Incoming {
    /// A request's or an answer's, and the routing frame before it.
    static let framesKeptMax = WireLimits.framesMax + 1
    static let bytesKeptMax = WireLimits.messageBytesMax + 64

    var frames: [[UInt8]] = []
    var frameCount = 0
    var byteCount = 0
    var peerAddress: String?
    /// Over TCP: what the gatekeeper has called the sender.
    var userID: String?

    var isWhole: Bool { frames.count == frameCount }

    /// The kernel's word on the sender: `localhost:<uid>:<gid>:<pid>` over ipc.
    var peer: PeerCredentials {
        let parts = (peerAddress ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return PeerCredentials() }
        return PeerCredentials(uid: UInt32(parts[1]), pid: Int32(parts[3]))
    }
}

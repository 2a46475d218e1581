import CZeroMQ

/// What libzmq says of those who come to a bound socket.
final class DoorMonitor {
    enum Event: Equatable {
        case accepted
        /// No connection could be accepted.
        case acceptFailed
        /// Its key is not on the list.
        case refused
        /// It did not speak the protocol, or not the mechanism.
        case failed
    }

    private static let handshakes =
        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
    private static let events =
        ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | handshakes

    let pair: Socket
    private let watched: Socket

    /// `name` must be unique within the context.
    init(_ context: Context, _ watched: Socket, name: String) throws(ZeroMQFailure) {
        self.watched = watched
        let endpoint = "inproc://door-\(name)"
        guard zmq_socket_monitor(watched.raw, endpoint, Self.events) == 0 else {
            throw ZeroMQFailure("zmq_socket_monitor")
        }
        pair = try Socket(context, ZMQ_PAIR, [.linger(0)])
        try pair.connect(endpoint)
    }

    deinit {
        // Without this the watched socket would go on writing to a pair that nobody reads.
        zmq_socket_monitor(watched.raw, nil, 0)
    }

    func next() -> Event? {
        while let message = pair.receive() {
            guard let first = message.frames.first, first.count >= 2 else { continue }
            let number = Int32(first[0]) | Int32(first[1]) << 8
            switch number {
            case ZMQ_EVENT_ACCEPTED: return .accepted
            case ZMQ_EVENT_ACCEPT_FAILED: return .acceptFailed
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .refused
            case let number where number & Self.handshakes != 0: return .failed
            default: continue
            }
        }
        return nil
    }
}

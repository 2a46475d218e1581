import CZeroMQ

/// What libzmq says of a socket's connection: the only sign that it is dead for ever.
final class Monitor {
    enum Event: Equatable {
        case connected
        case disconnected
        /// The handshake failed, maybe in a way after which libzmq never tries again. It does not always say so: a
        /// server of the wrong socket type shows only as a connection that ends before its handshake.
        case poisoned
        /// The other end does not know our key. libzmq never tries again.
        case denied
    }

    private static let poison = ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
    private static let denial = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
    private static let events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | poison | denial

    let pair: Socket
    private let watched: Socket
    private var isUp = false

    /// `name` must be unique within the context.
    init(_ context: Context, _ watched: Socket, name: String) throws(ZeroMQFailure) {
        self.watched = watched
        let endpoint = "inproc://monitor-\(name)"
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
            if number & Self.denial != 0 { return .denied }
            if number & Self.poison != 0 { return .poisoned }
            if number == ZMQ_EVENT_HANDSHAKE_SUCCEEDED {
                isUp = true
                return .connected
            }
            if number == ZMQ_EVENT_DISCONNECTED {
                defer { isUp = false }
                return isUp ? .disconnected : .poisoned
            }
        }
        return nil
    }
}

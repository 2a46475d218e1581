import CZeroMQ

/// libzmq's own account of a socket: numbers of events, as they happen.
final class SocketMonitor {
    let pair: Socket
    private let watched: Socket

    /// `name` must be unique within the context; libzmq lets go of it a while after the socket was closed.
    init(_ context: Context, _ watched: Socket, events: Int32, name: String) throws(ZeroMQFailure) {
        self.watched = watched
        let endpoint = "inproc://monitor-\(name)"
        guard zmq_socket_monitor(watched.raw, endpoint, events) == 0 else {
            throw ZeroMQFailure("zmq_socket_monitor")
        }
        pair = try Socket(context, ZMQ_PAIR, [.linger(0)])
        try pair.connect(endpoint)
    }

    deinit {
        // Without this the watched socket would go on writing to a pair that nobody reads.
        zmq_socket_monitor(watched.raw, nil, 0)
    }

    /// The next event and its value: a descriptor, or an error's number.
    func next() -> (event: Int32, value: Int32)? {
        while let message = pair.receive() {
            guard let bytes = message.frames.first, bytes.count >= 6 else { continue }
            let value = Int32(littleEndian: bytes[2..<6].withUnsafeBytes { $0.loadUnaligned(as: Int32.self) })
            return (Int32(bytes[0]) | Int32(bytes[1]) << 8, value)
        }
        return nil
    }
}

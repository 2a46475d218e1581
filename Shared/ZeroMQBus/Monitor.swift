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

    private let monitor: SocketMonitor
    private var isUp = false

    /// `name` must be unique within the context.
    init(_ context: Context, _ watched: Socket, name: String) throws(ZeroMQFailure) {
        monitor = try SocketMonitor(context, watched, events: Self.events, name: name)
    }

    var pair: Socket { monitor.pair }

    func next() -> Event? {
        while let (event, _) = monitor.next() {
            if event & Self.denial != 0 { return .denied }
            if event & Self.poison != 0 { return .poisoned }
            if event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED {
                isUp = true
                return .connected
            }
            if event == ZMQ_EVENT_DISCONNECTED {
                defer { isUp = false }
                return isUp ? .disconnected : .poisoned
            }
        }
        return nil
    }
}

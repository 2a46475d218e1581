import CZeroMQ

/// What libzmq says of those who come to a bound socket.
final class DoorMonitor {
    enum Event: Equatable {
        /// With the number of its descriptor.
        case accepted(Int32)
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
        ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_ACCEPT_FAILED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED
        | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | handshakes

    private let monitor: SocketMonitor
    private var handshaking = Handshaking()

    /// `name` must be unique within the context.
    init(_ context: Context, _ watched: Socket, name: String) throws(ZeroMQFailure) {
        monitor = try SocketMonitor(context, watched, events: Self.events, name: "door-\(name)")
    }

    var pair: Socket { monitor.pair }

    func next() -> Event? {
        while let (event, value) = monitor.next() {
            switch event {
            case ZMQ_EVENT_ACCEPTED:
                handshaking.began(value)
                return .accepted(value)
            case ZMQ_EVENT_ACCEPT_FAILED: return .acceptFailed
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: handshaking.succeeded()
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
                handshaking.wasSaid()
                return .refused
            case let number where number & Self.handshakes != 0:
                handshaking.wasSaid()
                return .failed
            case ZMQ_EVENT_DISCONNECTED where handshaking.ended(value): return .failed
            default: continue
            }
        }
        return nil
    }
}

/// Connections whose handshake is not over. libzmq does not always say that one failed (of whoever speaks no ZeroMQ at
/// all it says only that the connection has ended), and not whose succeeded: so the oldest is taken for it. The numbers
/// come out right; only which connection it was may be mistaken.
struct Handshaking {
    private var open: [Int32] = []
    /// Failures that were told already, of connections whose end is still to come.
    private var said = 0

    mutating func began(_ descriptor: Int32) {
        open.removeAll { $0 == descriptor }
        open.append(descriptor)
    }

    mutating func succeeded() { if !open.isEmpty { open.removeFirst() } }

    mutating func wasSaid() { said += 1 }

    /// Whether one has failed of which nothing was said.
    mutating func ended(_ descriptor: Int32) -> Bool {
        guard let place = open.firstIndex(of: descriptor) else { return false }
        open.remove(at: place)
        guard said == 0 else {
            said -= 1
            return false
        }
        return true
    }
}

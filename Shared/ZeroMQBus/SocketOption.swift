import CZeroMQ
import TownModel

/// One option of a socket, set before it binds or connects; each result is checked.
struct SocketOption: Sendable {
    enum Value: Sendable {
        case int(Int32)
        case long(Int64)
        case bytes([UInt8])
    }

    var name: Int32
    var value: Value

    init(_ name: Int32, _ value: Int32) {
        self.name = name
        self.value = .int(value)
    }

    init(_ name: Int32, bytes: [UInt8]) {
        self.name = name
        value = .bytes(bytes)
    }

    init(_ name: Int32, long value: Int64) {
        self.name = name
        self.value = .long(value)
    }

    static func subscribe(_ prefix: String) -> SocketOption {
        SocketOption(ZMQ_SUBSCRIBE, bytes: Array(prefix.utf8))
    }

    static func unsubscribe(_ prefix: String) -> SocketOption {
        SocketOption(ZMQ_UNSUBSCRIBE, bytes: Array(prefix.utf8))
    }

    /// Connections of other users are closed by libzmq: a feed has no messages of theirs whose sender could be checked.
    static func onlyUser(_ user: UInt32) -> SocketOption {
        SocketOption(ZMQ_IPC_FILTER_UID, Int32(bitPattern: user))
    }

    static func linger(_ milliseconds: Int32) -> SocketOption { SocketOption(ZMQ_LINGER, milliseconds) }
}

/// The options of the town's sockets. What is not here is never set: no routing id (two of the same shut one
/// out), no XPUB_NODROP (one stopped subscriber would stop all), no CONFLATE (it cuts messages in pieces).
enum SocketOptions {
    private static func common(queue: Int32, frameBytesMax: Int64, _ pace: Pace = .local) -> [SocketOption] {
        [
            .linger(0),
            SocketOption(ZMQ_SNDTIMEO, ZeroMQLimits.sendMilliseconds),
            SocketOption(ZMQ_SNDHWM, queue),
            SocketOption(ZMQ_RCVHWM, queue),
            SocketOption(ZMQ_HANDSHAKE_IVL, pace.handshake),
            SocketOption(ZMQ_HEARTBEAT_IVL, pace.heartbeat),
            SocketOption(ZMQ_HEARTBEAT_TIMEOUT, pace.heartbeatTimeout),
            SocketOption(ZMQ_HEARTBEAT_TTL, pace.heartbeatLife),
            SocketOption(ZMQ_MAXMSGSIZE, long: frameBytesMax),
        ]
    }

    private static func connecting(_ pace: Pace) -> [SocketOption] {
        [
            SocketOption(ZMQ_RECONNECT_IVL, pace.reconnectFirst),
            SocketOption(ZMQ_RECONNECT_IVL_MAX, pace.reconnectMax),
        ]
    }

    /// IMMEDIATE: nothing is queued for a store that is not there, so a late connection carries nothing stale.
    static let dealer = dealer(.local)
    static let subscriber = subscriber(.local)
    static let router = router(.local)
    static let publisher = publisher(.local)

    static func remoteDealer(_ identity: CurveIdentity) -> [SocketOption] { dealer(.remote) + visiting(identity) }

    static func remoteSubscriber(_ identity: CurveIdentity) -> [SocketOption] {
        subscriber(.remote) + visiting(identity)
    }

    static func remoteRouter(_ secret: CurveSecret) -> [SocketOption] { router(.remote) + guarded(secret) }

    /// XPUB_MANUAL: who asks for a topic is subscribed by us, to as much as its key may hear.
    static func remotePublisher(_ secret: CurveSecret) -> [SocketOption] {
        publisher(.remote) + [SocketOption(ZMQ_XPUB_MANUAL, 1)] + guarded(secret)
    }

    private static func dealer(_ pace: Pace) -> [SocketOption] {
        common(queue: ZeroMQLimits.clientMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax, pace)
            + connecting(pace) + [SocketOption(ZMQ_IMMEDIATE, 1)]
    }

    private static func subscriber(_ pace: Pace) -> [SocketOption] {
        common(queue: ZeroMQLimits.feedMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax, pace)
            + connecting(pace)
    }

    private static func router(_ pace: Pace) -> [SocketOption] {
        common(queue: ZeroMQLimits.requestMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax, pace)
            + [SocketOption(ZMQ_ROUTER_MANDATORY, 1), SocketOption(ZMQ_BACKLOG, ZeroMQLimits.backlog)]
    }

    /// XPUB_VERBOSE: each new subscription is passed up, because each greeting is answered.
    private static func publisher(_ pace: Pace) -> [SocketOption] {
        common(queue: ZeroMQLimits.feedMessagesMax, frameBytesMax: ZeroMQLimits.subscriptionBytesMax, pace)
            + [SocketOption(ZMQ_XPUB_VERBOSE, 1), SocketOption(ZMQ_BACKLOG, ZeroMQLimits.backlog)]
    }

    /// Without both the domain and its enforcement, everybody is let in.
    private static func guarded(_ secret: CurveSecret) -> [SocketOption] {
        overTCP + [
            SocketOption(ZMQ_CURVE_SERVER, 1), SocketOption(ZMQ_CURVE_SECRETKEY, bytes: secret.text.withEnd),
            SocketOption(ZMQ_ZAP_DOMAIN, bytes: Array(Gatekeeper.domain.utf8)),
            SocketOption(ZMQ_ZAP_ENFORCE_DOMAIN, 1),
        ]
    }

    private static func visiting(_ identity: CurveIdentity) -> [SocketOption] {
        overTCP + [
            SocketOption(ZMQ_CONNECT_TIMEOUT, ZeroMQLimits.connectMilliseconds),
            SocketOption(ZMQ_CURVE_SERVERKEY, bytes: identity.town.text.withEnd),
            SocketOption(ZMQ_CURVE_PUBLICKEY, bytes: identity.secret.publicKey.text.withEnd),
            SocketOption(ZMQ_CURVE_SECRETKEY, bytes: identity.secret.text.withEnd),
        ]
    }

    private static let overTCP = [
        SocketOption(ZMQ_IPV6, 1), SocketOption(ZMQ_TCP_KEEPALIVE, 1),
        SocketOption(ZMQ_TCP_KEEPALIVE_IDLE, ZeroMQLimits.keepaliveIdleSeconds),
        SocketOption(ZMQ_TCP_KEEPALIVE_INTVL, ZeroMQLimits.keepaliveEverySeconds),
        SocketOption(ZMQ_TCP_KEEPALIVE_CNT, ZeroMQLimits.keepaliveProbes),
        SocketOption(ZMQ_TCP_MAXRT, ZeroMQLimits.retransmitMilliseconds),
    ]
}

extension String {
    /// libzmq takes a key as text with its closing zero.
    fileprivate var withEnd: [UInt8] { Array(utf8) + [0] }
}

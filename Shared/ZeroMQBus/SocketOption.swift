import CZeroMQ

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

/// The options of the town's four sockets. What is not here is never set: no routing id (two of the same shut one
/// out), no XPUB_NODROP (one stopped subscriber would stop all), no CONFLATE (it cuts messages in pieces).
enum SocketOptions {
    private static func common(queue: Int32, frameBytesMax: Int64) -> [SocketOption] {
        [
            .linger(0),
            SocketOption(ZMQ_SNDTIMEO, ZeroMQLimits.sendMilliseconds),
            SocketOption(ZMQ_SNDHWM, queue),
            SocketOption(ZMQ_RCVHWM, queue),
            SocketOption(ZMQ_HANDSHAKE_IVL, ZeroMQLimits.handshakeMilliseconds),
            SocketOption(ZMQ_HEARTBEAT_IVL, ZeroMQLimits.heartbeatMilliseconds),
            SocketOption(ZMQ_HEARTBEAT_TIMEOUT, ZeroMQLimits.heartbeatTimeoutMilliseconds),
            SocketOption(ZMQ_HEARTBEAT_TTL, ZeroMQLimits.heartbeatLifeMilliseconds),
            SocketOption(ZMQ_MAXMSGSIZE, long: frameBytesMax),
        ]
    }

    private static let connecting = [
        SocketOption(ZMQ_RECONNECT_IVL, ZeroMQLimits.reconnectFirstMilliseconds),
        SocketOption(ZMQ_RECONNECT_IVL_MAX, ZeroMQLimits.reconnectMaxMilliseconds),
    ]

    /// IMMEDIATE: nothing is queued for a store that is not there, so a late connection carries nothing stale.
    static let dealer =
        common(queue: ZeroMQLimits.clientMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax) + connecting
        + [SocketOption(ZMQ_IMMEDIATE, 1)]

    static let subscriber =
        common(queue: ZeroMQLimits.feedMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax) + connecting

    static let router =
        common(queue: ZeroMQLimits.requestMessagesMax, frameBytesMax: ZeroMQLimits.frameBytesMax)
        + [SocketOption(ZMQ_ROUTER_MANDATORY, 1), SocketOption(ZMQ_BACKLOG, ZeroMQLimits.backlog)]

    /// XPUB_VERBOSE: each new subscription is passed up, because each greeting is answered.
    static let publisher =
        common(queue: ZeroMQLimits.feedMessagesMax, frameBytesMax: ZeroMQLimits.subscriptionBytesMax)
        + [SocketOption(ZMQ_XPUB_VERBOSE, 1), SocketOption(ZMQ_BACKLOG, ZeroMQLimits.backlog)]
}

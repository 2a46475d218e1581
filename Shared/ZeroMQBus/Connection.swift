import Bus

/// A connecting socket and its monitor, thrown away and made anew when they are no good any more.
final class Connection {
    typealias Moment = ContinuousClock.Instant

    private let context: Context
    private let kind: Int32
    private let endpoint: String
    private let name: String
    private let options: () -> [SocketOption]

    /// nil while it waits to be made anew.
    private(set) var socket: Socket?
    private var monitor: Monitor?
    private var generation = 0
    private var retry = RetrySchedule()
    private(set) var reopenAt: Moment?

    /// `options` is asked each time: a subscriber's subscriptions change.
    init(
        _ context: Context, _ kind: Int32, _ endpoint: String, name: String, options: @escaping () -> [SocketOption]
    ) throws(ZeroMQFailure) {
        self.context = context
        self.kind = kind
        self.endpoint = endpoint
        self.name = name
        self.options = options
        try open()
    }

    private func open() throws(ZeroMQFailure) {
        let socket = try Socket(context, kind, options())
        generation += 1
        monitor = try Monitor(context, socket, name: "\(name)-\(generation)")
        try socket.connect(endpoint)
        self.socket = socket
        reopenAt = nil
    }

    /// Makes the socket anew, now or, after a failed handshake, after a growing while.
    func reopen(at now: Moment, afterFailure: Bool) throws(ZeroMQFailure) {
        monitor = nil
        socket = nil
        if afterFailure {
            reopenAt = now + retry.next()
        } else {
            try open()
        }
    }

    func turn(at now: Moment) throws(ZeroMQFailure) {
        if let reopenAt, reopenAt <= now { try open() }
    }

    func addItems(to poller: inout Poller, forWriting: Bool = false) {
        if let socket { poller.add(socket, forWriting: forWriting) }
        if let monitor { poller.add(monitor.pair) }
    }

    func nextEvent() -> Monitor.Event? {
        let event = monitor?.next()
        if event == .connected { retry = RetrySchedule() }
        return event
    }
}

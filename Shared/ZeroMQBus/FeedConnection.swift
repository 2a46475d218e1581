import Bus
import CZeroMQ

/// The subscribing half of a client: one SUB socket for everybody who listens in this process.
///
/// A handshake does not prove that a subscription stands at the other end (libzmq issue 4766). So each set of
/// subscriptions ends with one of its own, a greeting, which the store's end publishes back.
final class FeedConnection {
    typealias Moment = ContinuousClock.Instant
    static let greetingPrefix = "~hello."

    private var connection: Connection?
    private let context: Context
    private let places: ClientPlaces
    private let greetingName: String

    private var listeners = LiveListeners()
    private var prefixes: [String: Int] = [:]
    private var waiting: [ListenerID: (ready: CheckedContinuation<BusError?, Never>, until: Moment)] = [:]
    private var greetings = 0
    /// The store has confirmed the subscriptions on this connection.
    private var stands = false
    private var heardAt: Moment = .now

    init(_ context: Context, _ places: ClientPlaces) {
        self.context = context
        self.places = places
        greetingName = Self.greetingPrefix + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    var isListening: Bool { !listeners.isEmpty }
    private var greeting: String { "\(greetingName).\(greetings)" }

    func listen(_ order: ListenOrder, at now: Moment) throws(ZeroMQFailure) {
        listeners.add(order.id, order.filter, order.items)
        waiting[order.id] = (order.ready, now + ZeroMQLimits.listenWait)
        let added = order.filter.prefixes.filter { prefix in
            prefixes[prefix, default: 0] += 1
            return prefixes[prefix] == 1
        }
        guard let socket = connection?.socket else {
            greetings += 1
            if connection == nil { try connect(at: now) }
            return
        }
        for prefix in added { try socket.set(.subscribe(prefix)) }
        try socket.set(.unsubscribe(greeting))
        greetings += 1
        try socket.set(.subscribe(greeting))
    }

    private func connect(at now: Moment) throws(ZeroMQFailure) {
        heardAt = now
        stands = false
        // libzmq lets go of a closed socket a while later: until then the name of its monitor is taken.
        connection = try Connection(context, ZMQ_SUB, places.feed, name: "feed-\(greetings)") { [unowned self] in
            places.subscriber + (prefixes.keys.sorted() + [greeting]).map { .subscribe($0) }
        }
    }

    func unlisten(_ id: ListenerID) throws(ZeroMQFailure) {
        waiting.removeValue(forKey: id)?.ready.resume(returning: nil)
        guard let filter = listeners.remove(id)?.filter else { return }
        for prefix in filter.prefixes {
            prefixes[prefix, default: 0] -= 1
            guard prefixes[prefix] == 0 else { continue }
            prefixes[prefix] = nil
            try connection?.socket?.set(.unsubscribe(prefix))
        }
        if listeners.isEmpty { connection = nil }
    }

    /// Everything is over: callers that wait are told why, feeds end.
    func end(_ error: BusError) {
        connection = nil
        for caller in waiting.values { caller.ready.resume(returning: error) }
        waiting = [:]
        for items in listeners.removeAll() { items.finish() }
    }

    /// The store does not answer, or this connection is no good: listeners are told, the socket is made anew.
    func reopen(at now: Moment, afterFailure: Bool = false) throws(ZeroMQFailure) {
        guard let connection else { return }
        lose()
        heardAt = now
        try connection.reopen(at: now, afterFailure: afterFailure)
    }

    private func lose() {
        guard stands else { return }
        stands = false
        listeners.tell(.away)
    }

    func turn(at now: Moment) throws(ZeroMQFailure) {
        guard let connection else { return }
        for (id, caller) in waiting where caller.until <= now {
            waiting[id] = nil
            if !stands { listeners.tell(.away, only: id) }
            caller.ready.resume(returning: nil)
        }
        if heardAt + ZeroMQLimits.feedSilenceMax <= now { try reopen(at: now) }
        try connection.turn(at: now)
    }

    var nextMoment: Moment? {
        guard let connection else { return nil }
        let silence = heardAt + ZeroMQLimits.feedSilenceMax
        return ([silence, connection.reopenAt ?? silence] + waiting.values.map(\.until)).min()
    }

    func addItems(to poller: inout Poller) { connection?.addItems(to: &poller) }

    func drain(at now: Moment) throws(ZeroMQFailure) {
        while let event = connection?.nextEvent() {
            switch event {
            case .connected: break
            case .disconnected: lose()
            case .poisoned: return try reopen(at: now, afterFailure: true)
            case .denied:
                listeners.tell(.denied(endpoint: places.feed))
                return try reopen(at: now, afterFailure: true)
            }
        }
        for _ in 0..<ZeroMQLimits.messagesPerTurnMax {
            guard let message = connection?.socket?.receive() else { return }
            heardAt = now
            take(message)
        }
    }

    private func take(_ message: Incoming) {
        guard message.isWhole, message.frames.count == 2,
            let topic = String(validating: message.frames[0], as: UTF8.self)
        else { return }
        if topic.hasPrefix(Self.greetingPrefix) {
            if topic == greeting { confirm() }
        } else {
            listeners.publish(topic: topic, bytes: message.frames[1])
        }
    }

    /// The subscriptions stand. Those who wait for that have missed nothing; the others may have, unless the
    /// connection stood all the time and the greeting was only for the newcomers.
    private func confirm() {
        let newcomers = Set(waiting.keys)
        if !stands || newcomers.isEmpty { listeners.tell(.reconnected, except: newcomers) }
        stands = true
        for caller in waiting.values { caller.ready.resume(returning: nil) }
        waiting = [:]
    }
}

/// One listener as a caller posts it.
struct ListenOrder: Sendable {
    var id: ListenerID
    var filter: FeedFilter
    var items: AsyncStream<LiveItem>.Continuation
    /// Resumed with nil once the subscription stands, or after a while without a store.
    var ready: CheckedContinuation<BusError?, Never>
}

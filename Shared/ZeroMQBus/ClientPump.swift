import Bus
import CZeroMQ
import TownModel
import Wire

/// What a client's other threads ask of its pump.
enum ClientOrder: Sendable {
    case request(ticket: UInt64, RequestOrder)
    case cancel(ticket: UInt64)
    case signal(frames: [[UInt8]], until: ContinuousClock.Instant)
    case listen(ListenOrder)
    case unlisten(ListenerID)
    /// nil: nobody waits for it.
    case close(done: CheckedContinuation<Void, Never>?)
}

/// The loop of a client's one thread: orders in, messages out, answers back to who asked.
final class ClientPump {
    private let mailbox: Mailbox<ClientOrder>
    private let places: ClientPlaces
    private let context: Context
    private let requests: Connection
    private let feed: FeedConnection

    private var outstanding = OutstandingRequests()
    private var signals: [(frames: [[UInt8]], until: ContinuousClock.Instant)] = []
    private var heartbeat = Heartbeat()
    private var pings = 0
    private var closing: [CheckedContinuation<Void, Never>?] = []

    private init(_ mailbox: Mailbox<ClientOrder>, _ places: ClientPlaces) throws(ZeroMQFailure) {
        self.mailbox = mailbox
        self.places = places
        context = try Context()
        requests = try Connection(context, ZMQ_DEALER, places.requests, name: "requests") { places.dealer }
        feed = FeedConnection(context, places)
    }

    /// The whole life of the thread. Whatever ends it, every caller is told.
    static func run(_ mailbox: Mailbox<ClientOrder>, _ places: ClientPlaces) {
        var closing: [CheckedContinuation<Void, Never>?] = []
        var end = BusError.closed
        do throws(ZeroMQFailure) {
            let pump = try ClientPump(mailbox, places)
            end = pump.loop()
            closing = pump.closing
        } catch {
            end = error.busError
        }
        // The sockets are closed by now.
        closing += refuse(mailbox.end(end), end)
        for done in closing { done?.resume() }
    }

    private func loop() -> BusError {
        var end = BusError.closed
        do throws(ZeroMQFailure) {
            while closing.isEmpty { try turn() }
        } catch {
            end = error.busError
        }
        for caller in outstanding.removeAll() { caller.resume(returning: .failure(end)) }
        feed.end(end)
        return end
    }

    /// Settles orders that no pump will take; gives those who wait for the end.
    private static func refuse(
        _ orders: [ClientOrder], _ error: BusError
    ) -> [CheckedContinuation<Void, Never>?] {
        var closing: [CheckedContinuation<Void, Never>?] = []
        for order in orders {
            switch order {
            case .request(_, let order): order.caller.resume(returning: .failure(error))
            case .listen(let order):
                order.items.finish()
                order.ready.resume(returning: error)
            case .close(let done): closing.append(done)
            case .cancel, .signal, .unlisten: break
            }
        }
        return closing
    }
}

extension ClientPump {
    private func turn() throws(ZeroMQFailure) {
        let now = ContinuousClock.now
        for order in mailbox.take() { try take(order, at: now) }
        guard closing.isEmpty else { return }
        for caller in outstanding.turn(at: now) {
            caller.resume(returning: .failure(.away(endpoint: places.requests)))
        }
        try requests.turn(at: now)
        try feed.turn(at: now)
        try beat(at: now)
        send(at: now)

        var poller = Poller()
        poller.add(mailbox.descriptor)
        requests.addItems(to: &poller, forWriting: outstanding.hasUnsent || !signals.isEmpty)
        feed.addItems(to: &poller)
        let moments = [
            outstanding.nextMoment, requests.reopenAt, feed.nextMoment, heartbeat.nextMoment, signals.first?.until,
        ]
        try poller.wait(until: moments.compactMap(\.self).min())

        let after = ContinuousClock.now
        try drainRequests(at: after)
        try feed.drain(at: after)
    }

    private func take(_ order: ClientOrder, at now: ContinuousClock.Instant) throws(ZeroMQFailure) {
        switch order {
        case .request(let ticket, let order): outstanding.add(ticket, order)
        case .cancel(let ticket): outstanding.remove(ticket)?.resume(returning: .failure(.closed))
        case .signal(let frames, let until):
            // The oldest goes first: it is the one most out of date.
            if signals.count == ZeroMQLimits.signalsWaitingMax { signals.removeFirst() }
            signals.append((frames, until))
        case .listen(let order): try feed.listen(order, at: now)
        case .unlisten(let id): try feed.unlisten(id)
        case .close(let done): closing.append(done)
        }
    }

    private func beat(at now: ContinuousClock.Instant) throws(ZeroMQFailure) {
        let interval: Duration? =
            !outstanding.isEmpty
            ? ZeroMQLimits.pingWaiting : feed.isListening ? ZeroMQLimits.pingListening : nil
        switch heartbeat.check(interval, at: now) {
        case .quiet: break
        case .ping:
            pings += 1
            let ping = Request(
                id: CommandID(composed: "ping", String(pings)), kind: .query, verb: Ping.verb,
                body: JSONText.encode(Ping()))
            // Where it can't even be sent, its pong is missing all the same.
            _ = requests.socket?.send(ping.frames)
        case .dead:
            try requests.reopen(at: now, afterFailure: false)
            outstanding.sendAllAgain()
            try feed.reopen(at: now)
        }
    }

    private func send(at now: ContinuousClock.Instant) {
        guard let socket = requests.socket else { return }
        outstanding.sendUnsent(at: now) { socket.send($0) == .sent }
        signals.removeAll { $0.until <= now }
        while let signal = signals.first, socket.send(signal.frames) == .sent { signals.removeFirst() }
    }

    private func drainRequests(at now: ContinuousClock.Instant) throws(ZeroMQFailure) {
        while let event = requests.nextEvent() {
            switch event {
            case .connected: break
            case .disconnected: outstanding.sendAllAgain()
            case .poisoned:
                outstanding.sendAllAgain()
                return try requests.reopen(at: now, afterFailure: true)
            case .denied:
                for caller in outstanding.removeAll() {
                    caller.resume(returning: .failure(.denied(endpoint: places.requests)))
                }
                return try requests.reopen(at: now, afterFailure: true)
            }
        }
        for _ in 0..<ZeroMQLimits.messagesPerTurnMax {
            guard let message = requests.socket?.receive() else { return }
            heartbeat.heard()
            guard message.isWhole, message.frames.count == 5 else { continue }
            for caller in outstanding.answered(message.frames[1]) {
                caller.resume(returning: .success(message.frames))
            }
        }
    }
}

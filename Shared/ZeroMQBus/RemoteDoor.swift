import Bus
import CZeroMQ
package import TownModel
import Wire

/// Where and for whom a town is reached over TCP.
package struct RemoteListening: Hashable, Sendable {
    package var requests: TCPAddress
    package var feed: TCPAddress
    /// The town's own.
    package var secret: CurveSecret
    package var keys: [RemoteKey]

    package init(requests: TCPAddress, feed: TCPAddress, secret: CurveSecret, keys: [RemoteKey]) {
        self.requests = requests
        self.feed = feed
        self.secret = secret
        self.keys = keys
    }
}

/// The endpoint's two sockets for other machines: CURVE always, whoever is not on the list stays out, and what a key
/// hears is cut to its rights.
///
/// libzmq can't drop one peer. So when a key has lost something, both sockets are closed and bound anew: everybody comes
/// back, and who may not is refused. A subscriber to whole streams misses nothing by it.
final class RemoteDoor {
    typealias Moment = ContinuousClock.Instant

    private struct Bound {
        var router: Socket
        var publisher: Socket
        var monitors: [DoorMonitor]
    }

    private let context: Context
    private let gatekeeper: Gatekeeper
    private let counters: EndpointCounters
    private let listening: RemoteListening
    private var keys: [KeyName: RemoteKey] = [:]
    private var bound: Bound?
    private var generation = 0
    /// When it is bound again.
    private(set) var bindAt: Moment?

    /// Binds. Throws when an address can't be had, or the trial shows that strangers would be let in.
    init(
        _ context: Context, _ listening: RemoteListening, counters: EndpointCounters
    ) throws(BusError) {
        self.context = context
        self.counters = counters
        self.listening = listening
        guard zmq_has("curve") == 1 else { throw .transport("\(CurveUnavailable())") }
        do throws(ZeroMQFailure) {
            gatekeeper = try Gatekeeper(context)
            take(listening.keys)
            try bind()
        } catch {
            throw error.busError
        }
        try DoorTrial.run(context, listening, gatekeeper)
    }

    var router: Socket? { bound?.router }

    /// From now on these keys are let in. A key that has lost nothing stays connected.
    func allow(_ keys: [RemoteKey], at now: Moment) {
        let before = self.keys
        take(keys)
        guard before.values.contains(where: { self.keys[$0.name] != $0 }) else { return }
        close()
        bindAt = now
    }

    private func take(_ keys: [RemoteKey]) {
        self.keys = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }
        gatekeeper.allow(keys)
    }

    /// Nobody more comes in, and everybody inside goes, until `reopen`.
    func close() {
        bound = nil
        bindAt = nil
    }

    func reopen(at now: Moment) { if bound == nil { bindAt = now } }

    private func bind() throws(ZeroMQFailure) {
        generation += 1
        let router = try Socket(context, ZMQ_ROUTER, SocketOptions.remoteRouter(listening.secret))
        let publisher = try Socket(context, ZMQ_XPUB, SocketOptions.remotePublisher(listening.secret))
        let monitors = [
            try DoorMonitor(context, router, name: "remote-requests-\(generation)"),
            try DoorMonitor(context, publisher, name: "remote-feed-\(generation)"),
        ]
        try router.bind(listening.requests.text)
        try publisher.bind(listening.feed.text)
        bound = Bound(router: router, publisher: publisher, monitors: monitors)
        bindAt = nil
    }

    /// The port is free a moment after its last socket was closed, not at once.
    func turn(at now: Moment) {
        guard let moment = bindAt, moment <= now else { return }
        do throws(ZeroMQFailure) {
            try bind()
        } catch {
            counters.count(\.bindRetries)
            bindAt = now + ZeroMQLimits.rebindPause
        }
    }

    func addItems(to poller: inout Poller) {
        poller.add(gatekeeper.socket)
        guard let bound else { return }
        for socket in [bound.router, bound.publisher] + bound.monitors.map(\.pair) { poller.add(socket) }
    }

    /// What came to the door since the last time; gives the descriptors of the connections that were accepted.
    func attend() -> [Int32] {
        gatekeeper.turn()
        var accepted: [Int32] = []
        for monitor in bound?.monitors ?? [] {
            for _ in 0..<ZeroMQLimits.arrivalsPerTurnMax {
                guard let event = monitor.next() else { break }
                if case .accepted(let descriptor) = event { accepted.append(descriptor) }
                counters.count(event)
            }
        }
        takeSubscriptions()
        return accepted
    }

    /// Whose request it is; nil for a key that is on the list no more.
    func sender(of message: Incoming) -> KeyName? {
        message.userID.flatMap { KeyName($0) }.flatMap { keys[$0]?.name }
    }

    func publish(topic: [UInt8], bytes: [UInt8]) {
        guard let publisher = bound?.publisher else { return }
        _ = publisher.send([topic, bytes])
        if topic == Self.headTopic { publishHeads(bytes, publisher) }
    }

    /// Whoever hears single streams is told where each of them ends, and not how many others there are.
    private func publishHeads(_ bytes: [UInt8], _ publisher: Socket) {
        guard keys.values.contains(where: { !$0.streams.isEmpty }),
            // Our own words, of a moment ago.
            let head = try? JSONText.decode(FeedHead.self, from: bytes)
        else { return }
        for (name, end) in head.streams {
            guard let stream = StreamName(name) else { continue }
            let part = FeedHead(epoch: head.epoch, sequence: end, streams: [name: end])
            _ = publisher.send([Array(FeedHead.topic(of: stream).utf8), JSONText.encode(part)])
        }
    }

    private func takeSubscriptions() {
        guard let publisher = bound?.publisher else { return }
        for _ in 0..<ZeroMQLimits.messagesPerTurnMax {
            guard let message = publisher.receive() else { return }
            guard let subscription = Subscription(message),
                let prefix = String(validating: subscription.topic, as: UTF8.self),
                let key = sender(of: message).flatMap({ keys[$0] })
            else { continue }
            for topic in key.subscriptions(for: prefix) {
                do throws(ZeroMQFailure) {
                    // Of the peer whose word was just received: so libzmq has it.
                    try publisher.set(subscription.isWanted ? .subscribe(topic) : .unsubscribe(topic))
                } catch {
                    counters.count(\.badSubscriptions)
                }
            }
            subscription.greet(publisher)
        }
    }

    private static let headTopic = Array(FeedHead.topic.utf8)
}

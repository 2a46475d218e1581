package import TownModel
package import Wire

/// A client's end of the town's bus: ask, tell, listen.
///
/// Two implementations under one contract test: `InMemoryBus` and `ZeroMQBus`.
package protocol MessageBus: Sendable {
    /// Sends one request and gives its answer, `ok` or `error` alike. Sends it again with the same id while the store
    /// is silent (50 ms doubling to 2 s), so it may arrive more than once: ids make that harmless. Throws `away` when
    /// no answer came within the time, `closed` when the bus was closed meanwhile or the calling task was cancelled.
    /// A message over the limit is not sent: its answer is the error `too-large`.
    func request(_ request: Request, within limit: Duration) async throws(BusError) -> Answer

    /// Tells whoever listens now. Nothing is promised.
    func signal(_ request: Request)

    /// What is published from now on, for whole streams (all when empty) and for the signals asked for. Bounded: when
    /// the reader is slow, what comes is lost and `reconnected` takes its place. `EventFeed` heals it. Returns when the
    /// subscription stands, or after a short while without a store; then the first item is `away`.
    func listen(to filter: FeedFilter) async throws(BusError) -> AsyncStream<LiveItem>

    /// Ends every request and every feed of this client. Idempotent.
    func close() async
}

package enum BusError: Error, Hashable, Sendable {
    /// Nobody answered at this endpoint within the time.
    case away(endpoint: String)
    case closed
    /// The town at this endpoint does not let this key in.
    case denied(endpoint: String)
    /// The transport refused what was asked of it: a bad endpoint, a path in use, no descriptors left.
    case transport(String)
}

package struct FeedFilter: Hashable, Sendable {
    /// Whole streams; empty means all.
    package var streams: [StreamName]
    /// Topic prefixes of signals, each beginning with `~`. `~feed.head` is always included.
    package var signals: [String]

    package init(streams: [StreamName] = [], signals: [String] = []) {
        self.streams = streams
        self.signals = signals
    }

    /// The subscription prefixes this stands for.
    package var prefixes: [String] {
        [FeedHead.topic] + signals + (streams.isEmpty ? [""] : streams.map { "\($0)." })
    }

    /// Signals are accepted only where they are asked for: all streams does not mean all signals.
    package func accepts(topic: String) -> Bool {
        if topic.hasPrefix("~") {
            return FeedHead.isTopic(topic) || signals.contains { topic.hasPrefix($0) }
        }
        return streams.isEmpty || streams.contains { topic.hasPrefix("\($0).") }
    }
}

/// One thing that was published.
package enum LiveItem: Hashable, Sendable {
    case event(EventPosition, bytes: [UInt8])
    case signal(topic: String, bytes: [UInt8])
    case head(FeedHead)
    /// The store does not answer: silence means nothing from here until `reconnected`.
    case away
    /// The town does not let this client in any more.
    case denied(endpoint: String)
    /// The connection was lost and made again, or this reader was too slow: something may have been missed.
    case reconnected
}

/// The store's end of the bus.
package protocol BusEndpoint: Sendable {
    /// Takes the endpoint and begins. `receive` is called on the bus's own thread for each request: it must hand over
    /// and return. Throws `transport` when somebody else holds the endpoint.
    func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError)
    /// Sends these in this order, after those of earlier calls. An answer to a peer that has gone is dropped.
    func send(_ words: [EndpointWord])
    /// Sends what is queued (bounded), then leaves the endpoint. Idempotent.
    func stop()
}

/// What a store says.
package enum EndpointWord: Sendable {
    case answer(Answer, to: PeerRoute)
    case publish(topic: String, bytes: [UInt8])
}

extension BusEndpoint {
    package func answer(_ answer: Answer, to route: PeerRoute) { send([.answer(answer, to: route)]) }
    package func publish(topic: String, bytes: [UInt8]) { send([.publish(topic: topic, bytes: bytes)]) }
}

/// A request as it arrived.
package struct Delivery: Sendable {
    package var request: Result<Request, MalformedRequest>
    package var peer: PeerCredentials
    package var route: PeerRoute
    /// Nothing else had arrived when it was taken off the bus.
    package var isAlone: Bool

    package init(
        request: Result<Request, MalformedRequest>, peer: PeerCredentials, route: PeerRoute, isAlone: Bool = false
    ) {
        self.request = request
        self.peer = peer
        self.route = route
        self.isAlone = isAlone
    }
}

/// What the transport proves of the other end: the kernel its process, over TCP the handshake its key.
package struct PeerCredentials: Hashable, Sendable {
    package var uid: UInt32?
    package var pid: Int32?
    /// The key of a peer that came over TCP; nil for one of this machine.
    package var remote: KeyName?

    package init(uid: UInt32? = nil, pid: Int32? = nil, remote: KeyName? = nil) {
        self.uid = uid
        self.pid = pid
        self.remote = remote
    }
}

/// The way back to a peer, as long as it is connected.
package struct PeerRoute: Hashable, Sendable {
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

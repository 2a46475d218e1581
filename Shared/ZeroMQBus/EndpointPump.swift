import Bus
import CZeroMQ
import Glibc
import TownModel
import Wire

/// What the store's other threads ask of its pump.
enum EndpointOrder: Sendable {
    case answer(frames: [[UInt8]])
    case publish(topic: [UInt8], bytes: [UInt8])
    case stop
}

/// The loop of the store's one bus thread: requests up, answers and events out.
final class EndpointPump {
    private let mailbox: Mailbox<EndpointOrder>
    private let receive: @Sendable (Delivery) -> Void
    private let counters: EndpointCounters
    private let router: Socket
    private let publisher: Socket
    private let user: UInt32
    private var isStopping = false

    init(
        _ mailbox: Mailbox<EndpointOrder>, requests: SocketPath, feed: SocketPath, user: UInt32,
        counters: EndpointCounters, receive: @escaping @Sendable (Delivery) -> Void
    ) throws(ZeroMQFailure) {
        self.mailbox = mailbox
        self.receive = receive
        self.user = user
        self.counters = counters
        let context = try Context()
        router = try Socket(context, ZMQ_ROUTER, SocketOptions.router)
        publisher = try Socket(context, ZMQ_XPUB, SocketOptions.publisher + [.onlyUser(user)])
        for (socket, path) in [(router, requests.path), (publisher, feed.path)] {
            try socket.bind("ipc://\(path)")
            // Not by the process's mask, which belongs to all its threads: the directory keeps others out meanwhile.
            guard chmod(path, 0o700) == 0 else { throw ZeroMQFailure("chmod \(path)") }
        }
    }

    /// Returns when it was told to stop and has sent what was queued before.
    func run() throws(ZeroMQFailure) {
        while !isStopping {
            for order in mailbox.take() { carryOut(order) }
            if isStopping { break }
            var poller = Poller()
            poller.add(mailbox.descriptor)
            let requests = poller.add(router)
            let subscriptions = poller.add(publisher)
            try poller.wait(until: nil)
            // A look at a socket costs system calls even when there is nothing.
            if poller.isReady(requests) { takeRequests() }
            if poller.isReady(subscriptions) { takeSubscriptions() }
        }
        for socket in [router, publisher] { try socket.set(.linger(ZeroMQLimits.lastAnswersMilliseconds)) }
    }

    private func carryOut(_ order: EndpointOrder) {
        switch order {
        case .answer(let frames): send(frames)
        case .publish(let topic, let bytes): _ = publisher.send([topic, bytes])
        case .stop: isStopping = true
        }
    }

    private func send(_ frames: [[UInt8]]) {
        // A peer that has gone, or does not read: it asks again with the same id.
        if router.send(frames) != .sent { counters.count(\.droppedAnswers) }
    }

    private func takeRequests() {
        var messages: [Incoming] = []
        while messages.count < ZeroMQLimits.messagesPerTurnMax, let message = router.receive() {
            messages.append(message)
        }
        for message in messages { take(message, isAlone: messages.count == 1) }
    }

    private func take(_ message: Incoming, isAlone: Bool) {
        guard let routing = message.frames.first else { return }
        var delivery = Delivery(message, route: PeerRoute(bytes: routing))
        delivery.isAlone = isAlone
        if case .failure(let malformed) = delivery.request {
            counters.count(\.malformed)
            // Without an id there is nothing that an answer could be about.
            guard malformed.id != nil else { return }
        }
        guard delivery.peer.uid == user else {
            counters.count(\.strangers)
            if let id = delivery.id { send([routing] + Self.refusal(id).frames) }
            return
        }
        if let pong = delivery.pong { return send([routing] + pong.frames) }
        receive(delivery)
    }

    private static func refusal(_ id: CommandID) -> Answer {
        let error = WireError(
            .forbidden, "this store belongs to another user",
            hint: "use a town of your own, or become the user it belongs to")
        return Answer(id: id, headers: AnswerHeaders(sequence: 0, epoch: 0), result: .error(error))
    }

    /// Subscriptions are libzmq's business, but for greetings: publishing them back proves that those before stand.
    private func takeSubscriptions() {
        for _ in 0..<ZeroMQLimits.messagesPerTurnMax {
            guard let message = publisher.receive() else { return }
            guard let frame = message.frames.first, frame.first == 1,
                frame.dropFirst().starts(with: FeedConnection.greetingPrefix.utf8),
                frame.count <= WireLimits.topicBytesMax
            else { continue }
            _ = publisher.send([Array(frame.dropFirst()), []])
        }
    }
}

extension Delivery {
    /// `message`: a routing frame, then a request's frames.
    fileprivate init(_ message: Incoming, route: PeerRoute) {
        let frames = Array(message.frames.dropFirst())
        if message.isWhole {
            self.init(frames: frames, peer: message.peer, route: route)
        } else {
            let isRequest = frames.count > 1 && frames[0] == Request.magic
            let error = WireError(
                .tooLarge, "the message has \(message.frameCount - 1) frames and \(message.byteCount) bytes",
                hint: "at most \(WireLimits.framesMax) frames and \(WireLimits.messageBytesMax) bytes are taken")
            let id = isRequest ? CommandID(String(decoding: frames[1], as: UTF8.self)) : nil
            self.init(request: .failure(MalformedRequest(id: id, error: error)), peer: message.peer, route: route)
        }
    }

    fileprivate var id: CommandID? {
        switch request {
        case .success(let request): request.id
        case .failure(let malformed): malformed.id
        }
    }
}

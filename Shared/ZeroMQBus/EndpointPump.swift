import Bus
import TownModel
import Wire

/// What the store's other threads ask of its pump.
enum EndpointOrder: Sendable {
    case answer(frames: [[UInt8]], CommandID, to: PeerRoute)
    case publish(topic: [UInt8], bytes: [UInt8])
    /// Lets other machines in.
    case openDoor(RemoteListening, done: @Sendable (BusError?) -> Void)
    case allow([RemoteKey])
    case stop
}

/// The loop of the store's one bus thread: requests up, answers and events out.
final class EndpointPump {
    private let mailbox: Mailbox<EndpointOrder>
    private let receive: @Sendable (Delivery) -> Void
    private let notice: @Sendable (EndpointNotice) -> Void
    private let counters: EndpointCounters
    private let context: Context
    private let doors: LocalDoors
    private var remote: RemoteDoor?
    private let user: UInt32
    private var inFlight = RequestsInFlight()
    private var descriptors: DescriptorGuard
    private var isStopping = false

    init(
        _ mailbox: Mailbox<EndpointOrder>, requests: SocketPath, feed: SocketPath, user: UInt32,
        descriptorsMax: Int, counters: EndpointCounters, notice: @escaping @Sendable (EndpointNotice) -> Void,
        receive: @escaping @Sendable (Delivery) -> Void
    ) throws(ZeroMQFailure) {
        self.mailbox = mailbox
        self.receive = receive
        self.notice = notice
        self.user = user
        self.counters = counters
        descriptors = DescriptorGuard(limit: descriptorsMax)
        context = try Context()
        doors = try LocalDoors(context, requests: requests, feed: feed, user: user)
    }

    /// Returns when it was told to stop and has sent what was queued before.
    func run() throws(ZeroMQFailure) {
        defer { doors.close() }
        mailbox.isTakenHere()
        while !isStopping {
            for order in mailbox.take() { carryOut(order) }
            if isStopping { break }
            let now = ContinuousClock.now
            checkDescriptors(at: now)
            remote?.turn(at: now)
            var poller = Poller()
            poller.add(mailbox.descriptor)
            let places = doors.addItems(to: &poller)
            remote?.addItems(to: &poller)
            // What this thread has posted itself wakes nobody.
            let own = mailbox.isEmpty ? nil : now
            try poller.wait(until: [descriptors.nextMoment, remote?.bindAt, own].compactMap(\.self).min())
            // A look at a socket costs system calls even when there is nothing.
            if places.monitors.contains(where: poller.isReady) { attend() }
            if poller.isReady(places.requests) { takeRequests(doors.router) }
            if poller.isReady(places.subscriptions) { doors.takeSubscriptions() }
            if let remote {
                for descriptor in remote.attend() { descriptors.accepted(descriptor) }
                if let router = remote.router { takeRequests(router) }
            }
        }
        for socket in doors.sockets + [remote?.router].compactMap(\.self) {
            try socket.set(.linger(ZeroMQLimits.lastAnswersMilliseconds))
        }
    }

    private func carryOut(_ order: EndpointOrder) {
        switch order {
        case .answer(let frames, let id, let route):
            inFlight.answered(id, to: route)
            send(frames, to: route)
        case .publish(let topic, let bytes):
            _ = doors.publisher.send([topic, bytes])
            remote?.publish(topic: topic, bytes: bytes)
        case .openDoor(let listening, let done):
            do throws(BusError) {
                remote = try RemoteDoor(context, listening, counters: counters)
                done(nil)
            } catch {
                done(error)
            }
        case .allow(let keys): remote?.allow(keys, at: .now)
        case .stop: isStopping = true
        }
    }

    /// A route begins with the door that its peer came through.
    private func send(_ frames: [[UInt8]], to route: PeerRoute) {
        let socket = route.bytes.first == Door.remote.rawValue ? remote?.router : doors.router
        // A peer that has gone, or does not read: it asks again with the same id.
        if socket?.send([Array(route.bytes.dropFirst())] + frames) != .sent { counters.count(\.droppedAnswers) }
    }

    private func takeRequests(_ socket: Socket) {
        var messages: [Incoming] = []
        while messages.count < ZeroMQLimits.messagesPerTurnMax, let message = socket.receive() {
            messages.append(message)
        }
        for message in messages { take(message, from: socket, isAlone: messages.count == 1) }
    }

    private func take(_ message: Incoming, from socket: Socket, isAlone: Bool) {
        guard let routing = message.frames.first else { return }
        let door: Door = socket === doors.router ? .local : .remote
        var delivery = Delivery(message, route: PeerRoute(bytes: [door.rawValue] + routing))
        delivery.isAlone = isAlone
        if case .failure(let malformed) = delivery.request {
            counters.count(\.malformed)
            // Without an id there is nothing that an answer could be about.
            guard malformed.id != nil else { return }
        }
        switch door {
        case .local:
            guard delivery.peer.uid == user else {
                counters.count(\.strangers)
                if let id = delivery.id { send(Self.refusal(id).frames, to: delivery.route) }
                return
            }
        case .remote:
            guard let name = remote?.sender(of: message) else { return counters.count(\.strangers) }
            delivery.peer = PeerCredentials(remote: name)
        }
        if let pong = delivery.pong { return send(pong.frames, to: delivery.route) }
        guard delivery.isSignal || admit(delivery) else { return }
        receive(delivery)
    }

    private func admit(_ delivery: Delivery) -> Bool {
        guard let id = delivery.id, !inFlight.admit(id, from: delivery.route) else { return true }
        counters.count(\.busy)
        send(Self.tooMany(id).frames, to: delivery.route)
        return false
    }

    private static func tooMany(_ id: CommandID) -> Answer {
        let error = WireError(
            .busy, "this connection waits for \(ZeroMQLimits.inFlightMax) answers already: nothing was done",
            hint: "wait for some of them, then send it again with the same id")
        let headers = AnswerHeaders(
            sequence: 0, epoch: 0, retryAfterMilliseconds: ZeroMQLimits.busyMilliseconds)
        return Answer(id: id, headers: headers, result: .error(error))
    }

    private static func refusal(_ id: CommandID) -> Answer {
        let error = WireError(
            .forbidden, "this store belongs to another user",
            hint: "use a town of your own, or become the user it belongs to")
        return Answer(id: id, headers: AnswerHeaders(sequence: 0, epoch: 0), result: .error(error))
    }
}

// MARK: - Who comes to the doors

extension EndpointPump {
    private func attend() {
        for event in doors.events() {
            if case .accepted(let descriptor) = event { descriptors.accepted(descriptor) }
            counters.count(event)
        }
    }

    private func checkDescriptors(at now: ContinuousClock.Instant) {
        let before = descriptors.used
        let limit = descriptors.limit
        let isCrowded = descriptors.check(at: now) { DescriptorGuard.ownCount(limit: limit) }
        if descriptors.used != before { counters.note(descriptors: descriptors.used, of: descriptors.limit) }
        guard let isCrowded else { return }
        if isCrowded {
            counters.count(\.crowds)
            doors.close()
            remote?.close()
            notice(.crowded(descriptors: descriptors.used, limit: descriptors.limit))
        } else {
            open(at: now)
        }
    }

    private func open(at now: ContinuousClock.Instant) {
        do throws(ZeroMQFailure) {
            try doors.open()
            remote?.reopen(at: now)
            notice(.roomAgain(descriptors: descriptors.used))
        } catch {
            doors.close()
            descriptors.stayCrowded(at: now)
            notice(.doorsStayClosed("\(error)"))
        }
    }
}

/// Through which of its doors a peer came.
enum Door: UInt8 {
    case local = 0
    case remote = 1
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

    fileprivate var isSignal: Bool {
        guard case .success(let request) = request else { return false }
        return request.kind == .signal
    }

    fileprivate var id: CommandID? {
        switch request {
        case .success(let request): request.id
        case .failure(let malformed): malformed.id
        }
    }
}

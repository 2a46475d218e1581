import Synchronization
package import Wire

/// The store's end of an `InMemoryBus`.
package final class InMemoryEndpoint: BusEndpoint {
    private let bus: InMemoryBus
    private let number: UInt64

    init(bus: InMemoryBus, number: UInt64) {
        self.bus = bus
        self.number = number
    }

    package func start(receive: @escaping @Sendable (Delivery) -> Void) throws(BusError) {
        let isFree = bus.state.withLock { state in
            guard state.store == nil else { return false }
            state.store = (number, { [self] delivery in take(delivery, receive) })
            state.listeners.tell(.reconnected)
            return true
        }
        guard isFree else { throw .transport("another store holds \(InMemoryClient.endpoint)") }
    }

    package func send(_ words: [EndpointWord]) {
        for word in words {
            switch word {
            case .answer(let answer, let route): send(answer, to: route)
            case .publish(let topic, let bytes): send(topic: topic, bytes: bytes)
            }
        }
    }

    private func send(_ answer: Answer, to route: PeerRoute) {
        let sent: Answer
        do {
            sent = try Answer(frames: answer.sendableFrames)
        } catch {
            preconditionFailure("an answer of ours can't be read back: \(error)")
        }
        let waiters = bus.state.withLock { state in
            guard state.store?.number == number else { return [InMemoryBus.Waiter]() }
            let found = state.waiters.filter {
                $0.value.request.id == sent.id && PeerRoute(number: $0.value.client) == route
            }
            for ticket in found.keys { state.waiters[ticket] = nil }
            return Array(found.values)
        }
        for waiter in waiters { waiter.continuation.resume(returning: .success(sent)) }
    }

    private func send(topic: String, bytes: [UInt8]) {
        guard isPublishable(topic: topic, bytes: bytes) else { return }
        bus.state.withLock { state in
            guard state.store?.number == number else { return }
            state.listeners.publish(topic: topic, bytes: bytes)
        }
    }

    package func stop() {
        bus.state.withLock { state in
            guard state.store?.number == number else { return }
            state.store = nil
            state.listeners.tell(.away)
        }
    }

    /// Pings are the bus's own to answer; the rest goes to the store.
    private func take(_ delivery: Delivery, _ receive: (Delivery) -> Void) {
        if let pong = delivery.pong { return answer(pong, to: delivery.route) }
        if case .failure(let malformed) = delivery.request, malformed.id == nil { return }
        receive(delivery)
    }
}

extension Delivery {
    /// The answer to a ping, nil for anything else.
    package var pong: Answer? {
        guard case .success(let request) = request, request.verb == Ping.verb else { return nil }
        return Answer(
            id: request.id, headers: AnswerHeaders(sequence: 0, epoch: 0), result: .ok(JSONText.encode(Done())))
    }
}

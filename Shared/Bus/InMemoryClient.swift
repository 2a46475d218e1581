import Dispatch
import Synchronization
package import Wire

/// A client of an `InMemoryBus`.
package final class InMemoryClient: MessageBus {
    static let endpoint = "memory"

    private let bus: InMemoryBus
    private let number: UInt64
    private let peer: PeerCredentials
    private let listenerItemsMax: Int

    init(bus: InMemoryBus, number: UInt64, peer: PeerCredentials, listenerItemsMax: Int) {
        self.bus = bus
        self.number = number
        self.peer = peer
        self.listenerItemsMax = listenerItemsMax
    }

    package func request(_ request: Request, within limit: Duration) async throws(BusError) -> Answer {
        let frames = request.frames
        if let refusal = request.refusal(ofFrames: frames) { return refusal }
        let ticket = bus.state.withLock { $0.nextNumber() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = bus.state.withLock { state in
                    guard !state.closedClients.contains(number) else { return false }
                    state.waiters[ticket] = InMemoryBus.Waiter(
                        client: number, request: request, frames: frames, deadline: .now + limit,
                        continuation: continuation)
                    return true
                }
                guard isOpen else { return continuation.resume(returning: .failure(.closed)) }
                if Task.isCancelled { return settle(ticket, .failure(.closed)) }
                attempt(ticket)
            }
        } onCancel: {
            settle(ticket, .failure(.closed))
        }
        return try result.get()
    }

    package func signal(_ request: Request) {
        let frames = request.frames
        guard request.refusal(ofFrames: frames) == nil else { return }
        deliver(frames)
    }

    package func listen(to filter: FeedFilter) async throws(BusError) -> AsyncStream<LiveItem> {
        let (stream, items) = AsyncStream.makeStream(
            of: LiveItem.self, bufferingPolicy: .bufferingOldest(listenerItemsMax))
        let id: ListenerID? = bus.state.withLock { state in
            guard !state.closedClients.contains(number) else { return nil }
            let id = ListenerID(number: Int(state.nextNumber()))
            state.owners[id] = number
            state.listeners.add(id, filter, items)
            if state.store == nil { state.listeners.tell(.away, only: id) }
            return id
        }
        guard let id else { throw .closed }
        items.onTermination = { [bus] _ in
            bus.state.withLock { state in
                state.owners[id] = nil
                _ = state.listeners.remove(id)
            }
        }
        return stream
    }

    package func close() async {
        let (waiters, items) = bus.state.withLock { state in
            state.closedClients.insert(number)
            let waiters = state.waiters.filter { $0.value.client == number }
            for ticket in waiters.keys { state.waiters[ticket] = nil }
            let mine = state.owners.filter { $0.value == number }.keys
            return (waiters.values.map(\.continuation), mine.compactMap { state.listeners.remove($0)?.items })
        }
        for waiter in waiters { waiter.resume(returning: .failure(.closed)) }
        for item in items { item.finish() }
    }

    /// Sends a request (again), and comes back when it is time for the next sending or for giving up.
    private func attempt(_ ticket: UInt64) {
        let now = ContinuousClock.now
        let next: (frames: [[UInt8]], wait: Duration)? = bus.state.withLock { state in
            guard let waiter = state.waiters[ticket], waiter.deadline > now else { return nil }
            guard let pause = state.waiters[ticket]?.schedule.next() else { return nil }
            return (waiter.frames, min(pause, now.duration(to: waiter.deadline)))
        }
        guard let next else { return settle(ticket, .failure(.away(endpoint: Self.endpoint))) }
        deliver(next.frames)
        bus.queue.asyncAfter(deadline: .now() + .nanoseconds(Int(next.wait / .nanoseconds(1)))) { [self] in
            attempt(ticket)
        }
    }

    private func deliver(_ frames: [[UInt8]]) {
        let route = PeerRoute(number: number)
        bus.queue.async { [bus, peer] in
            guard let store = bus.state.withLock({ $0.store }) else { return }
            store.receive(Delivery(frames: frames, peer: peer, route: route))
        }
    }

    private func settle(_ ticket: UInt64, _ result: Result<Answer, BusError>) {
        let waiter = bus.state.withLock { $0.waiters.removeValue(forKey: ticket) }
        waiter?.continuation.resume(returning: result)
    }
}

extension PeerRoute {
    init(number: UInt64) {
        self.init(bytes: withUnsafeBytes(of: number.bigEndian) { Array($0) })
    }
}

extension Delivery {
    /// What the frames of one message give: a request, or why they are none.
    package init(frames: [[UInt8]], peer: PeerCredentials, route: PeerRoute) {
        let request: Result<Request, MalformedRequest>
        do {
            request = .success(try Request(frames: frames))
        } catch {
            request = .failure(error)
        }
        self.init(request: request, peer: peer, route: route)
    }
}

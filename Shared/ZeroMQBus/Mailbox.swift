import Bus
import CZeroMQ
import Glibc
import Synchronization

/// How other threads reach a pump: a locked queue, and a descriptor in the pump's poll set that wakes it.
final class Mailbox<Order: Sendable>: Sendable {
    private struct State {
        var orders: [Order] = []
        var end: BusError?
    }

    private let state = Mutex(State())
    /// An eventfd: readable while there is something to take.
    let descriptor: Int32

    init() throws(ZeroMQFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw ZeroMQFailure("eventfd") }
    }

    deinit { Glibc.close(descriptor) }

    /// Why the order was not taken: the pump has ended, and it is the caller's to settle. nil when it was.
    func post(_ order: Order) -> BusError? { post([order]) }

    /// Several at once: the pump wakes once and finds them all.
    func post(_ orders: [Order]) -> BusError? {
        let (end, wasEmpty) = state.withLock { state in
            guard state.end == nil else { return (state.end, false) }
            defer { state.orders += orders }
            return (nil, state.orders.isEmpty)
        }
        if wasEmpty { eventfd_write(descriptor, 1) }
        return end
    }

    /// Everything posted since the last time, in order.
    func take() -> [Order] {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return state.withLock { state in
            defer { state.orders = [] }
            return state.orders
        }
    }

    /// Takes no more orders; gives those that were not taken.
    func end(_ reason: BusError) -> [Order] {
        state.withLock { state in
            state.end = reason
            defer { state.orders = [] }
            return state.orders
        }
    }
}

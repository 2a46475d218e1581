import Bus
import CZeroMQ
import Glibc
import Synchronization

/// How other threads reach a pump: a locked queue, and a descriptor in the pump's poll set that wakes it.
final class Mailbox<Order: Sendable>: Sendable {
    private struct State {
        var orders: [Order] = []
        var end: BusError?
        /// The thread that takes.
        var taker: pthread_t?
        /// How often it was woken, and how many of these the descriptor has given back.
        var woken: UInt64 = 0
        var read: UInt64 = 0
    }

    private let state = Mutex(State())
    /// An eventfd: readable while there is something to take.
    let descriptor: Int32

    init() throws(ZeroMQFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw ZeroMQFailure("eventfd") }
    }

    deinit { Glibc.close(descriptor) }

    /// Said by the thread that takes, before its first turn: what it posts itself does not wake it; it looks for that before it
    /// sleeps.
    func isTakenHere() { state.withLock { $0.taker = pthread_self() } }

    /// Why the order was not taken: the pump has ended, and it is the caller's to settle. nil when it was.
    func post(_ order: Order) -> BusError? { post([order]) }

    /// Several at once: the pump wakes once and finds them all.
    func post(_ orders: [Order]) -> BusError? {
        let (end, wakes) = state.withLock { state -> (BusError?, Bool) in
            guard state.end == nil else { return (state.end, false) }
            let isTaker = state.taker.map { pthread_equal($0, pthread_self()) != 0 } ?? false
            let wakes = state.orders.isEmpty && !isTaker
            state.orders += orders
            if wakes { state.woken += 1 }
            return (nil, wakes)
        }
        if wakes { eventfd_write(descriptor, 1) }
        return end
    }

    /// Everything posted since the last time, in order.
    func take() -> [Order] {
        let (orders, isWoken) = state.withLock { state in
            defer { state.orders = [] }
            return (state.orders, state.woken != state.read)
        }
        // Counted and not remembered as a flag: whoever has posted may not have written yet, and then wakes the next turn.
        var count: eventfd_t = 0
        if isWoken, eventfd_read(descriptor, &count) == 0 { state.withLock { $0.read += count } }
        return orders
    }

    var isEmpty: Bool { state.withLock { $0.orders.isEmpty } }

    /// Takes no more orders; gives those that were not taken.
    func end(_ reason: BusError) -> [Order] {
        state.withLock { state in
            state.end = reason
            defer { state.orders = [] }
            return state.orders
        }
    }
}

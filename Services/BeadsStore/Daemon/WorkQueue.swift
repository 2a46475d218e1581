import Dispatch
import Synchronization

/// What waits for a thread: bounded, taken in order, in as large pieces as the thread wants.
final class WorkQueue<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var isClosed = false
        var isNudged = false
    }

    private let state = Mutex(State())
    /// One signal for each item and each nudge, and one for each taker at the close.
    private let arrivals = DispatchSemaphore(value: 0)
    private let itemsMax: Int

    init(itemsMax: Int) { self.itemsMax = itemsMax }

    /// False when there is no room, or nobody will take it any more.
    func put(_ item: Item) -> Bool {
        let taken = state.withLock { state in
            guard !state.isClosed, state.items.count < itemsMax else { return false }
            state.items.append(item)
            return true
        }
        if taken { arrivals.signal() }
        return taken
    }

    /// Waits for something, and takes it: at most `max`. Never waits for company: what arrives while this is worked on
    /// is the next piece.
    func take(max: Int) -> Piece {
        while true {
            let piece = takeNow(max: max)
            if !piece.items.isEmpty || piece.isClosed { return piece }
            arrivals.wait()
        }
    }

    /// What is there, at most `max`; may be nothing.
    func takeNow(max: Int) -> Piece {
        state.withLock { state in
            let items = Array(state.items.prefix(max))
            state.items.removeFirst(items.count)
            return Piece(items: items, isClosed: state.isClosed)
        }
    }

    var isEmpty: Bool { state.withLock { $0.items.isEmpty } }

    /// Until there is something, the queue is closed, somebody nudges, or the moment has come.
    func wait(until moment: ContinuousClock.Instant) {
        while true {
            let isOver = state.withLock { state in
                defer { state.isNudged = false }
                return !state.items.isEmpty || state.isClosed || state.isNudged
            }
            if isOver { return }
            let left = ContinuousClock.now.duration(to: moment)
            let nanoseconds = left.components.seconds * 1_000_000_000 + left.components.attoseconds / 1_000_000_000
            guard nanoseconds > 0, arrivals.wait(timeout: .now() + .nanoseconds(Int(nanoseconds))) == .success else {
                return
            }
        }
    }

    /// Ends one `wait` early: the moment that it was given is no longer the right one.
    func nudge() {
        state.withLock { $0.isNudged = true }
        arrivals.signal()
    }

    struct Piece {
        var items: [Item]
        /// Nothing will come any more.
        var isClosed: Bool
    }

    /// What is in it can still be taken; nothing more gets in. `takers`: how many threads may be waiting.
    func close(takers: Int) {
        state.withLock { $0.isClosed = true }
        for _ in 0..<takers { arrivals.signal() }
    }
}

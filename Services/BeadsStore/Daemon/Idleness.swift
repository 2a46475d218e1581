import Synchronization

/// Since when nobody has asked anything. The store of a small town, which nobody watches, leaves when that is long ago:
/// whoever asks next starts it again.
final class Idleness: Sendable {
    private struct State {
        var last: ContinuousClock.Instant
        var isOver = false
    }

    /// nil: it stays, however long nobody asks.
    let limit: Duration?
    /// Yields once, when it is over.
    let end: AsyncStream<Void>
    private let ended: AsyncStream<Void>.Continuation
    private let state: Mutex<State>

    init(limit: Duration?, start: ContinuousClock.Instant = .now) {
        self.limit = limit
        state = Mutex(State(last: start))
        (end, ended) = AsyncStream.makeStream(of: Void.self)
    }

    /// False when the store is leaving already: what arrives then is not taken and not answered, so that its sender,
    /// who hears nothing, comes to the next store with it.
    func takes(at now: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            state.last = now
            return !state.isOver
        }
    }

    /// To be called now and then.
    func look(at now: ContinuousClock.Instant) {
        guard let limit else { return }
        let isNews = state.withLock { state in
            guard !state.isOver, state.last.duration(to: now) >= limit else { return false }
            state.isOver = true
            return true
        }
        if isNews { ended.yield() }
    }
}

internal import Dispatch
internal import TownModel

/// One moment at which something is called; a later `set` replaces it.
///
/// Dispatch's timer, because a task that waits for a time can't be told of another one. It counts on the monotonic
/// clock: whoever is woken compares the wall clock again.
final class Alarm: Sendable {
    /// Not marked Sendable by Dispatch, but made to be scheduled and cancelled from any thread.
    private nonisolated(unsafe) let source: any DispatchSourceTimer

    init(_ ring: @escaping @Sendable () -> Void) {
        let timer = DispatchSource.makeTimerSource()
        timer.setEventHandler(handler: ring)
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        source = timer
    }

    deinit { source.cancel() }

    /// Rings once, after this duration.
    func set(after wait: Duration) {
        source.schedule(deadline: .now() + .milliseconds(Int(max(0, wait.milliseconds))))
    }

    /// Rings again and again.
    func set(every period: Duration) {
        let milliseconds = Int(period.milliseconds)
        source.schedule(deadline: .now() + .milliseconds(milliseconds), repeating: .milliseconds(milliseconds))
    }
}

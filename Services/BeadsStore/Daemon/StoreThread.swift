import Dispatch
import Glibc

/// A thread with a life of its own: the ledger's writer and readers block in SQLite, which no task of the shared pool
/// may do.
final class StoreThread: Sendable {
    private let ended = DispatchSemaphore(value: 0)

    /// Begins at once. `body` runs with all signals blocked: they are for the main thread.
    init(_ body: @escaping @Sendable () -> Void) {
        let ended = self.ended
        let work = Work {
            body()
            ended.signal()
        }
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(result == 0, "no thread for the store: errno \(result)")
        pthread_detach(thread)
    }

    /// Waits until the body has returned.
    func join() { ended.wait() }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}

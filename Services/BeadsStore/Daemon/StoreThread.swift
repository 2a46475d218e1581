import Dispatch
import Glibc
import Synchronization

/// A thread with a life of its own: the ledger's writer and readers block in SQLite, which no task of the shared pool
/// may do.
final class StoreThread: Sendable {
    private struct End {
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let over = DispatchSemaphore(value: 0)
    private let end = Mutex(End())

    /// Whose work can wait while somebody waits for an answer.
    enum Urgency: Sendable {
        /// Callers wait for it, or the log grows without it.
        case now
        /// It gets the processor that the others leave.
        case later
    }

    /// Begins at once. `body` runs with all signals blocked: they are for the main thread.
    init(_ urgency: Urgency = .now, _ body: @escaping @Sendable () -> Void) {
        let work = Work { [self] in
            // Of this thread alone, on Linux; giving way needs no right and does not fail.
            if urgency == .later { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceLater) }
            body()
            over.signal()
            end.withLock { end in
                end.isOver = true
                return end.waiter.take()
            }?.resume()
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

    /// Waits until the body has returned; for one caller, on a thread that may block.
    func join() { over.wait() }

    /// The same for one task; false when that is cancelled before: then the body is still at work.
    func ended() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = end.withLock { end in
                    if !end.isOver, !Task.isCancelled { end.waiter = continuation }
                    return end.isOver || Task.isCancelled
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            // Whoever takes the waiter out resumes it.
            end.withLock { $0.waiter.take() }?.resume()
        }
        return end.withLock(\.isOver)
    }

    /// About a tenth of what a thread that callers wait for gets, when there is not enough for both.
    private static let niceLater: Int32 = 10

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}

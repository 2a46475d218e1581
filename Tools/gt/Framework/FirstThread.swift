import Dispatch
import Synchronization

/// Runs a task, and what it awaits, on the thread that the process begins with.
///
/// The pool that tasks run on otherwise is two threads and a watcher that a command with one question has no use for:
/// half a millisecond of a cold start. A task that blocks its thread while it waits for another would wait for ever
/// here, so this is for commands that are known to ask and answer only.
final class FirstThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrived = DispatchSemaphore(value: 0)

    static func run(_ body: sending @escaping () async -> Never) -> Never {
        let thread = FirstThread()
        Task(executorPreference: thread, operation: body)
        while true {
            thread.arrived.wait()
            let job = thread.jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: thread.asUnownedTaskExecutor())
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrived.signal()
    }
}

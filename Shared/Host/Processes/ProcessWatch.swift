internal import CHost
internal import Glibc
internal import Synchronization
package import TownModel

/// Tells when processes end, without asking again and again: one thread waits in poll(2) for their pidfds.
///
/// A thread of its own because poll blocks and may block for days: a task would hold a thread of the shared pool. It
/// sleeps in the kernel while nothing happens and ends with the program.
package final class ProcessWatch: Sendable {
    /// One for the program: there is nothing to configure, and one thread is enough for all.
    package static let shared = ProcessWatch()

    private let waiters = Mutex(Waiters())
    /// Written to when the set of waiters changes, so that poll starts over.
    private let wakeWrite: Int32
    private let wakeRead: Int32

    private struct Waiters {
        var byID: [Int: Waiter] = [:]
        var nextID = 0
        var isRunning = false
    }

    private struct Waiter {
        var descriptor: Int32
        var deadline: ContinuousClock.Instant?
        var continuation: CheckedContinuation<Bool, Never>
    }

    private init() {
        var ends: [Int32] = [-1, -1]
        let result = gt_pipe(&ends)
        precondition(result == 0, "no descriptors left for a pipe: \(SystemText.error(errno))")
        wakeRead = ends[0]
        wakeWrite = ends[1]
    }

    /// Waits until the process has ended; false when the time is over (or the task cancelled) before that.
    ///
    /// A process that is gone already, or whose number now belongs to another, has ended.
    package func waitForEnd(of identity: ProcessIdentity, within limit: Duration? = nil) async -> Bool {
        let descriptor = gt_pidfd_open(identity.pid)
        guard descriptor >= 0 else { return !Processes.isAlive(identity) }
        defer { close(descriptor) }
        // Only after the descriptor is held does the comparison say something about *this* process.
        guard Processes.isAlive(identity) else { return true }
        return await waitUntilReadable(descriptor, within: limit)
    }

    /// Waits until a descriptor can be read (a pidfd: its process has ended); false when the time is over or the task
    /// cancelled. The caller keeps the descriptor open until this returns.
    package func waitUntilReadable(_ descriptor: Int32, within limit: Duration?) async -> Bool {
        let deadline = limit.map { ContinuousClock.now.advanced(by: $0) }
        let id = waiters.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                register(id, Waiter(descriptor: descriptor, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            finish(id, ended: false)
        }
    }

    private func register(_ id: Int, _ waiter: Waiter) {
        let (start, cancelled) = waiters.withLock { state -> (Bool, Bool) in
            // A cancellation that came before this registration found nobody to resume.
            if Task.isCancelled { return (false, true) }
            state.byID[id] = waiter
            defer { state.isRunning = true }
            return (!state.isRunning, false)
        }
        if cancelled {
            waiter.continuation.resume(returning: false)
        } else if start {
            startThread()
        } else {
            wake()
        }
    }

    /// Whoever takes a waiter out resumes it: exactly once.
    private func finish(_ id: Int, ended: Bool) {
        guard let waiter = waiters.withLock({ $0.byID.removeValue(forKey: id) }) else { return }
        waiter.continuation.resume(returning: ended)
        wake()
    }

    private func wake() {
        var byte: UInt8 = 1
        // A full pipe means that the thread has been woken already.
        _ = write(wakeWrite, &byte, 1)
    }

    private func startThread() {
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { _ in
                ProcessWatch.shared.run()
                return nil
            }, nil)
        precondition(result == 0, "no thread for watching processes: \(SystemText.error(result))")
        pthread_detach(thread)
    }

    private func run() {
        // Signals are for the main thread.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        while true { turn() }
    }

    private func turn() {
        let waiting = waiters.withLock { $0.byID.map { (id: $0.key, waiter: $0.value) } }
        var polled = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
        polled += waiting.map { pollfd(fd: $0.waiter.descriptor, events: Int16(POLLIN), revents: 0) }
        let next = waiting.compactMap(\.waiter.deadline).min()
        _ = poll(&polled, nfds_t(polled.count), Self.timeout(until: next))
        if polled[0].revents != 0 {
            var drain = [UInt8](repeating: 0, count: 64)
            while read(wakeRead, &drain, drain.count) == drain.count {}
        }
        let now = ContinuousClock.now
        for (index, entry) in waiting.enumerated() {
            if polled[index + 1].revents != 0 {
                finish(entry.id, ended: true)
            } else if let deadline = entry.waiter.deadline, deadline <= now {
                finish(entry.id, ended: false)
            }
        }
    }

    /// Milliseconds for poll, rounded up so that it never wakes just before the moment; -1: for ever.
    private static func timeout(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let milliseconds = ContinuousClock.now.duration(to: deadline).milliseconds + 1
        return Int32(clamping: max(0, milliseconds))
    }
}

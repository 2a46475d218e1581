internal import Glibc
internal import Synchronization

/// Ends a process whose loop is stuck, so that its supervisor starts a new one; and counts the loop's turns, which is
/// what heartbeats and systemd's watchdog report: progress, not existence.
///
/// A thread of its own, because a stuck task pool could not run a task that notices. It counts its own seconds instead
/// of reading a clock: a process that was stopped (SIGSTOP, a suspended laptop) is not a stuck one.
package final class Watchdog: Sendable {
    private let turnCount = Atomic<Int64>(0)
    private let isWatching = Atomic<Bool>(true)
    private let secondsMax: Int64
    private let readiness: Readiness
    private let onStuck: @Sendable (Int64) -> Void

    /// `onStuck` gets the number of turns that the loop made before.
    package init(
        stillMax: Duration = RuntimeLimits.loopStillMax, readiness: Readiness,
        onStuck: @escaping @Sendable (Int64) -> Void = Watchdog.abort
    ) {
        secondsMax = max(1, stillMax.components.seconds)
        self.readiness = readiness
        self.onStuck = onStuck
    }

    /// The loop did a round: it took what had come, or found that nothing had. At least every few seconds.
    package func turned() { turnCount.add(1, ordering: .relaxed) }

    package var turns: Int64 { turnCount.load(ordering: .relaxed) }

    /// Begins to watch. To be called once, when the loop begins.
    package func start() {
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Watchdog>.fromOpaque(context).takeRetainedValue().watch()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(result == 0, "no thread for the watchdog: errno \(result)")
        pthread_detach(thread)
    }

    /// Ends watching: the loop is about to leave on purpose.
    package func stop() { isWatching.store(false, ordering: .relaxed) }

    private func watch() {
        // Signals are for the main thread.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        var pulse = Pulse(secondsMax: secondsMax, aliveEvery: readiness.watchdogInterval?.components.seconds)
        while isWatching.load(ordering: .relaxed) {
            _ = poll(nil, 0, 1000)
            let verdict = pulse.second(turns: turns)
            if verdict.tellAlive { readiness.alive() }
            if verdict.isStuck, isWatching.load(ordering: .relaxed) { return onStuck(turns) }
        }
    }

    package static let abort: @Sendable (Int64) -> Void = { turns in
        let line = "watchdog: the loop has not turned since turn \(turns): this process ends itself\n"
        _ = write(2, line, line.utf8.count)
        Glibc.abort()
    }
}

/// What the watchdog makes of the loop's turns, second by second.
struct Pulse {
    private let secondsMax: Int64
    private let aliveEvery: Int64?
    private var lastTurns: Int64 = 0
    private var stillSeconds: Int64 = 0
    private var toldSecondsAgo: Int64 = 0
    private var hasTurned = true

    /// `aliveEvery`: how many seconds apart the supervisor is told; nil: never.
    init(secondsMax: Int64, aliveEvery: Int64?) {
        self.secondsMax = secondsMax
        self.aliveEvery = aliveEvery.map { max(1, $0) }
    }

    /// A second has passed.
    mutating func second(turns: Int64) -> (isStuck: Bool, tellAlive: Bool) {
        toldSecondsAgo += 1
        if turns == lastTurns {
            stillSeconds += 1
        } else {
            lastTurns = turns
            stillSeconds = 0
            hasTurned = true
        }
        var tell = false
        if let aliveEvery, hasTurned, toldSecondsAgo >= aliveEvery {
            tell = true
            hasTurned = false
            toldSecondsAgo = 0
        }
        return (stillSeconds >= secondsMax, tell)
    }
}

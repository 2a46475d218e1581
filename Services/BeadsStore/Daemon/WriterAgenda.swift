/// When the writer has something to do besides commands. Pure: the moments are given.
struct WriterAgenda {
    private(set) var fileCheck: ContinuousClock.Instant
    private var head: ContinuousClock.Instant
    private var heartbeat: ContinuousClock.Instant
    private var lastMove: ContinuousClock.Instant?

    init(start: ContinuousClock.Instant) {
        fileCheck = start
        head = start
        heartbeat = start
    }

    /// The nearest of what is due.
    var next: ContinuousClock.Instant { min(fileCheck, head, heartbeat) }

    mutating func isFileCheckDue(at now: ContinuousClock.Instant) -> Bool {
        guard now >= fileCheck else { return false }
        fileCheck = now + StoreLimits.fileCheckEvery
        return true
    }

    /// Events were published: their end must be known soon, even if it is the last for hours.
    mutating func moved(at now: ContinuousClock.Instant) {
        lastMove = now
        head = min(head, now + StoreLimits.headAfterBurst)
    }

    mutating func takeHead(at now: ContinuousClock.Instant) -> Bool {
        guard now >= head else { return false }
        let isMoving = lastMove.map { $0.duration(to: now) < StoreLimits.movingFor } ?? false
        head = now + (isMoving ? StoreLimits.headWhileMoving : StoreLimits.headWhenQuiet)
        return true
    }

    mutating func takeHeartbeat(at now: ContinuousClock.Instant) -> Bool {
        guard now >= heartbeat else { return false }
        heartbeat = now + StoreLimits.heartbeatEvery
        return true
    }
}

internal import TownModel

/// When a role has to do something by itself: what its core asked for, the patrol, the next listing, retries.
///
/// On the wall clock, because the core's moments are; a clock that is set back makes everything due anew.
struct RoleClock: Sendable {
    /// What the core asked for. Dropped with the state by a listing.
    var wakes: Set<Timestamp> = []
    var listingDue: Timestamp?
    /// After a busy or silent store.
    var asksAgainAt: Timestamp?
    /// The moment the shell was told.
    var armed: Timestamp?
    private var askPause = RuntimeLimits.retryFirst
    var patrol = PatrolClock()
    private var last: Timestamp?

    /// True when the clock was set back since the last time.
    mutating func turn(to now: Timestamp) -> Bool {
        defer { last = now }
        guard let last, now.advanced(by: RuntimeLimits.clockSlack) < last else { return false }
        asksAgainAt = nil
        patrol.clockWentBack(to: now)
        armed = nil
        return true
    }

    mutating func askLater(at now: Timestamp) {
        asksAgainAt = now.advanced(by: askPause)
        askPause = min(askPause * 2, RuntimeLimits.retryLast)
    }

    mutating func asked() { askPause = RuntimeLimits.retryFirst }

    mutating func listed(at now: Timestamp) {
        asked()
        listingDue = now.advanced(by: RuntimeLimits.listingAge)
    }

    func listingIsDue(at now: Timestamp) -> Bool { listingDue.map { $0 <= now } ?? true }

    /// Takes what is due off the list. These are moments that the core has named: they do not back off.
    mutating func tickIsDue(at now: Timestamp) -> Bool {
        let due = wakes.filter { $0 <= now }
        wakes.subtract(due)
        return !due.isEmpty
    }

    /// The earliest moment at which something is due; nil while only answers are waited for.
    func next(isLive: Bool, isAsking: Bool, retries: [Timestamp]) -> Timestamp? {
        var moments = retries
        if isLive {
            moments += wakes
            if let due = patrol.due { moments.append(due) }
        }
        if !isAsking {
            let asks = [asksAgainAt, listingDue].compactMap { $0 }.max()
            if let asks { moments.append(asks) }
        }
        return moments.min()
    }
}

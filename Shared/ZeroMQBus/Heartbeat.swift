/// Decides when a silent store is asked whether it is there, and when its connection is given up.
struct Heartbeat {
    enum Verdict: Equatable { case quiet, ping, dead }
    typealias Moment = ContinuousClock.Instant

    private(set) var nextMoment: Moment?
    private var missed = 0

    /// The store said something.
    mutating func heard() {
        missed = 0
        nextMoment = nil
    }

    /// `interval`: how much silence is borne now; nil when nobody waits for anything.
    mutating func check(_ interval: Duration?, at now: Moment) -> Verdict {
        guard let interval else {
            heard()
            return .quiet
        }
        let moment = min(nextMoment ?? now + interval, now + interval)
        guard moment <= now else {
            nextMoment = moment
            return .quiet
        }
        nextMoment = now + interval
        guard missed < ZeroMQLimits.missedPongsMax else {
            missed = 0
            return .dead
        }
        missed += 1
        return .ping
    }
}

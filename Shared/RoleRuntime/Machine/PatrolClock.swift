internal import TownModel

/// When a role's next patrol is. The wait after an empty patrol is twice the one before it, up to the pace's last; one that
/// did something leaves it as it is. Only work begins it anew.
struct PatrolClock: Sendable {
    /// nil until the role has begun.
    private(set) var due: Timestamp?
    /// Between the patrol before and the next; zero when the next patrol is the first after a wake.
    private var wait: Duration = .zero

    /// Something came that is work for the role: the next patrol is no later than the pace's first wait from now.
    mutating func workCame(_ pace: PatrolPace, at now: Timestamp) {
        wait = pace.first
        let next = now.advanced(by: pace.first)
        due = due.map { min($0, next) } ?? next
    }

    /// Somebody wants a patrol: at once, and the first wait after it.
    mutating func woken(at now: Timestamp) {
        wait = .zero
        due = now
    }

    /// The first patrol comes after the first wait: a listing has just been decided on.
    mutating func isDue(_ pace: PatrolPace, at now: Timestamp) -> Bool {
        guard let due else {
            workCame(pace, at: now)
            return false
        }
        return due <= now
    }

    mutating func ended(isEmpty: Bool, _ pace: PatrolPace, at now: Timestamp) {
        let next = isEmpty ? min(wait * 2, pace.last) : wait
        wait = max(next, pace.first)
        due = now.advanced(by: wait)
    }

    /// What was due was meant on another clock.
    mutating func clockWentBack(to now: Timestamp) {
        if due != nil { due = now.advanced(by: wait) }
    }
}

/// The pause between two patrols: doubles from the first to the last while they find nothing to do, and begins again with an
/// event that is work for the role, so that a quiet town sleeps.
package struct PatrolPace: Hashable, Sendable {
    package var first: Duration
    package var last: Duration

    package init(first: Duration, last: Duration) {
        self.first = first
        self.last = last
    }
}

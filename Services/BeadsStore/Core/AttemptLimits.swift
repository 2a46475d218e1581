/// How often one bead is tried before a person is asked.
package enum AttemptLimits {
    /// Attempts that ended without a result (the session died, nothing could be made of it): then a person looks.
    package static let restartsMax = 3
    /// Requests of one bead that conflicted: others' landings cause most of them, so more patience.
    package static let conflictsMax = 5
    /// Requests of one bead whose gates failed: a third run seldom finds what two did not.
    package static let failuresMax = 2
    /// Wait before the n-th rework, in minutes; the last holds for all later ones. The first is at once.
    package static let reworkBackoffMinutes = [0, 1, 5, 15]

    /// - Parameter returns: how often the bead has come back, from 1.
    package static func backoff(returns: Int) -> Duration {
        let index = min(max(returns, 1), reworkBackoffMinutes.count) - 1
        return .seconds(60 * reworkBackoffMinutes[index])
    }
}

/// Why a bead comes back from an attempt, and how often that is allowed.
package enum AttemptKind: String, Hashable, Sendable, CaseIterable {
    case restart
    case conflict
    case failure

    package var limit: Int {
        switch self {
        case .restart: AttemptLimits.restartsMax
        case .conflict: AttemptLimits.conflictsMax
        case .failure: AttemptLimits.failuresMax
        }
    }
}

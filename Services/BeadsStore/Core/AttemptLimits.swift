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

    /// A session that lived no longer died of its start, not of its work.
    package static let crashAge: Duration = .seconds(60)
    /// Wait before the attempt after the n-th such death, in seconds: one may be an accident, and the next attempt is at
    /// once; the last holds for all later ones, which there are none of while `restartsMax` is 3.
    package static let restartPauseSeconds = [0, 30]

    /// Limits of its agent's provider that a bead waits for in a row, and how long they may take together, before a person
    /// is told: most are over after the second. It waits on either way.
    package static let limitWaitsMax = 6
    package static let limitWaitMax: Duration = .seconds(24 * 3600)

    /// - Parameters:
    ///   - returns: how often the bead has come back for want of a result, from 1.
    ///   - lived: how long its session was there.
    package static func restartPause(returns: Int, lived: Duration) -> Duration {
        guard lived < crashAge else { return .zero }
        return .seconds(restartPauseSeconds[min(max(returns, 1), restartPauseSeconds.count) - 1])
    }

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

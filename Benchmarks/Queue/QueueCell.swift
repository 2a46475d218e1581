/// One circumstance in which the queue's decisions are measured, and what came of it.
struct QueueCell: Hashable, Sendable {
    /// The share of changes that pass their gates.
    var passRate: Double
    /// The share of runs on good content that are red.
    var flakeRate: Double
    /// The share of changes that touch what others of them touch: no two of those merge with each other.
    var conflictRate: Double
    /// Runs of the gates at once.
    var capacity: Int
    var seed: UInt64 = 1

    static let passRates = [0.98, 0.95, 0.9, 0.8, 0.7]
    static let flakeRates = [0, 0.01, 0.05, 0.1]
    static let conflictRates = [0, 0.05, 0.2]
    static let capacities = [1, 2, 4]

    static var all: [QueueCell] {
        passRates.flatMap { pass in
            flakeRates.flatMap { flakes in
                conflictRates.flatMap { conflicts in
                    capacities.map {
                        QueueCell(passRate: pass, flakeRate: flakes, conflictRate: conflicts, capacity: $0)
                    }
                }
            }
        }
    }

    /// The promise for this cell: runs of the gates for each landing, at most.
    var goal: Double? {
        guard passRate == 0.95, conflictRate == 0, capacity == 1 else { return nil }
        return switch flakeRate {
        case 0: 0.45
        case 0.05: 0.60
        case 0.1: 0.70
        default: nil
        }
    }
}

/// What became of some changes.
struct QueueOutcome: Sendable {
    var submitted = 0
    var landed = 0
    var runs = 0
    /// Sent back by a gate, and broken.
    var culprits = 0
    /// Sent back by a gate, and not broken.
    var innocents = 0
    /// Landed, and broken.
    var escaped = 0
    /// Sent back because they collide with what has landed.
    var conflicts = 0
    /// In the time that one run takes: from handed in to landed or sent back.
    var longestWait = 0.0
    var time = 0.0

    var runsPerLanding: Double { Double(runs) / Double(max(1, landed)) }
    var landingsPerRunTime: Double { Double(landed) / max(1, time) }
    var isAccountedFor: Bool { submitted == landed + culprits + innocents + conflicts }
}

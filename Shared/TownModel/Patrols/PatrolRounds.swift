/// A role's plan, and when each of its reflexes was done last. Outlives listings, which rebuild all else that a role knows: a
/// pace of an hour would be none otherwise.
package struct PatrolRounds<Reflex: PatrolReflex>: Hashable, Sendable {
    package var plan = PatrolPlan<Reflex>.shipped
    private var last: [Reflex: Timestamp] = [:]

    package init() {}

    /// What this patrol does, in order; from now on it counts as done. What was done later than now was done on another
    /// clock, and is due.
    package mutating func begin(at now: Timestamp) -> [Reflex] {
        let due = plan.stops.filter { stop in
            guard let before = last[stop.reflex], before <= now else { return true }
            return before.advanced(by: stop.every) <= now
        }.map(\.reflex)
        for reflex in due { last[reflex] = now }
        return due
    }
}

/// How many patrols there were since the process began, and how many of them had nothing to do.
package struct PatrolCount: Hashable, Sendable, Codable {
    package var all: Int64
    package var empty: Int64

    package init(all: Int64 = 0, empty: Int64 = 0) {
        self.all = all
        self.empty = empty
    }

    /// `41 patrols, 40 of them with nothing to do`.
    package var sentence: String {
        all == 1
            ? "1 patrol, \(empty) of them with nothing to do" : "\(all) patrols, \(empty) of them with nothing to do"
    }
}

/// What one patrol did, where it did something.
package struct PatrolReport: Hashable, Sendable {
    /// In the order of the plan, those with effects.
    package var deeds: [(reflex: String, effects: Int)] { names.indices.map { (names[$0], counts[$0]) } }
    private var names: [String] = []
    private var counts: [Int] = []

    package init() {}

    package mutating func add(_ reflex: String, effects: Int) {
        guard effects > 0 else { return }
        names.append(reflex)
        counts.append(effects)
    }

    package var isEmpty: Bool { names.isEmpty }

    /// `retry-steps 1, claim-work 2 (3 effects)`.
    package var sentence: String {
        let parts = deeds.map { "\($0.reflex) \($0.effects)" }.joined(separator: ", ")
        let sum = counts.reduce(0, +)
        return "\(parts) (\(sum == 1 ? "1 effect" : "\(sum) effects"))"
    }
}

package import TownModel

/// Limits that one bead's agents have met, one after the other, with no attempt between them that ended otherwise.
package struct LimitWaits: Hashable, Sendable, Codable {
    package var count: Int
    package var since: Timestamp
    package var isTold: Bool

    package init(since: Timestamp) {
        count = 0
        self.since = since
        isTold = false
    }

    /// One more, until then; true when a person is to be told, which is once.
    package mutating func meet(until: Timestamp) -> Bool {
        count += 1
        let isLong =
            count >= AttemptLimits.limitWaitsMax || since.duration(to: until) >= AttemptLimits.limitWaitMax
        guard isLong, !isTold else { return false }
        isTold = true
        return true
    }
}

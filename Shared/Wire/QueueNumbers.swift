package import TownModel

/// Requests that have landed, or are kept, with their proofs: in the order of their ids, page after page.
package struct MergeLandings: Query {
    package typealias Reply = LandingPage
    package static let verb = "merge.landings"
    package var rig: RigName?
    /// Only this one: a request, or a bead, which means the last of it that landed.
    package var about: BeadID?
    /// Those after this one: `next` of the page before.
    package var after: BeadID?
    package var limit: Int

    package init(rig: RigName? = nil, about: BeadID? = nil, after: BeadID? = nil, limit: Int = 500) {
        self.rig = rig
        self.about = about
        self.after = after
        self.limit = limit
    }
}

package struct LandingPage: Codable, Hashable, Sendable {
    package var requests: [MergeRequest]
    /// The last of this page when there may be more.
    package var next: BeadID?

    package init(requests: [MergeRequest], next: BeadID? = nil) {
        self.requests = requests
        self.next = next
    }
}

/// What a rig's merge queue, or all of them, did since a moment. Counted, never estimated.
package struct MergeStats: Query {
    package typealias Reply = MergeNumbers
    package static let verb = "merge.stats"
    package var rig: RigName?
    package var since: Timestamp

    package init(rig: RigName? = nil, since: Timestamp) {
        self.rig = rig
        self.since = since
    }
}

package struct MergeNumbers: Codable, Hashable, Sendable {
    package var since: Timestamp
    package var until: Timestamp
    /// Requests that landed, or were kept, from their rows.
    package var landings = 0
    /// From the submitting of the request that landed; nil without a landing. Nearest rank: a time that one really took.
    package var medianMilliseconds: Int64?
    package var p95Milliseconds: Int64?
    /// All below but the last two is counted in the log.
    package var gateRuns = 0
    package var redRuns = 0
    /// By fault.
    package var returned: [String: Int] = [:]
    package var withdrawn = 0
    package var rejected = 0
    /// Landings that were dropped because the target had moved: the request waited again.
    package var requeued = 0
    /// Later than `since` where the log that is counted begins later.
    package var logSince: Timestamp
    /// That are in the queue now.
    package var waiting = 0
    package var oldestWaitMilliseconds: Int64?

    package init(since: Timestamp, until: Timestamp) {
        self.since = since
        self.until = until
        logSince = since
    }
}

/// In which order merge requests are worked on: one pure function for the Refinery that obeys it and for the lists
/// that show it.
///
/// score = 1000 + 10 per hour of the convoy's age + 100 × (4 − priority) + 1 per hour waiting − min(300, 50 × retries).
/// What somebody put first goes before all scores, the one that was put first last before the others.
/// Retries cost, so that one broken change does not hold up the queue, but never more than three steps of priority.
package enum MergeOrder {
    /// Keeps every score positive, whatever is taken off.
    package static let scoreBase: Int64 = 1000
    /// Points for each hour since the convoy was made: bundles are finished before new ones are begun.
    package static let pointsPerConvoyHour: Int64 = 10
    /// Points for each step of priority above backlog.
    package static let pointsPerPriorityStep: Int64 = 100
    /// Points for each hour in the queue.
    package static let pointsPerWaitingHour: Int64 = 1
    /// Points taken off for each attempt after the first.
    package static let pointsPerRetry: Int64 = 50
    /// At most this many points are taken off for retries.
    package static let retryPointsMax: Int64 = 300
    /// Whatever the scores, the oldest request is in one of the next three batches: it is passed over this often.
    package static let passedOverMax = 2

    /// The higher, the sooner. A clock that was set back counts as no time.
    package static func score(_ request: MergeRequest, at now: Timestamp) -> Int64 {
        parts(request, at: now).sum
    }

    /// What a score is made of.
    package static func parts(_ request: MergeRequest, at now: Timestamp) -> ScoreParts {
        ScoreParts(
            convoyAge: request.convoyCreatedAt.map { points(pointsPerConvoyHour, since: $0, at: now) } ?? 0,
            urgency: pointsPerPriorityStep * Int64(Priority.backlog.rawValue - request.priority.rawValue),
            waiting: points(pointsPerWaitingHour, since: request.enqueuedAt, at: now),
            retries: min(retryPointsMax, pointsPerRetry * Int64(max(0, request.attempt - 1))))
    }

    /// Requests that have not ended, the next first: what is landing, what is tested, then the waiting ones by score;
    /// of equal ones the older first.
    package static func ordered(_ requests: [MergeRequest], at now: Timestamp) -> [MergeRequest] {
        requests.filter { !$0.state.isEnded }
            .map { (request: $0, rank: rank($0.state), score: score($0, at: now)) }
            .sorted { left, right in
                if left.rank != right.rank { return left.rank < right.rank }
                let fronted = (left.request.fronted, right.request.fronted)
                if fronted.0 != fronted.1 { return isFrontedLater(fronted.0, fronted.1) }
                if left.score != right.score { return left.score > right.score }
                return isOlder(left.request, right.request)
            }
            .map(\.request)
    }

    /// Those that somebody put first, the last one before the others.
    package static func fronted(_ waiting: [MergeRequest], at now: Timestamp) -> [MergeRequest] {
        ordered(waiting.filter { $0.fronted != nil }, at: now)
    }

    /// The request to take next of those that wait: what was put first, else the highest score, or the oldest when it was
    /// passed over too often.
    package static func next(of waiting: [MergeRequest], passedOver: Int, at now: Timestamp) -> MergeRequest? {
        if let first = fronted(waiting, at: now).first { return first }
        return passedOver >= passedOverMax ? oldest(of: waiting) : ordered(waiting, at: now).first
    }

    /// The one that has waited longest.
    package static func oldest(of waiting: [MergeRequest]) -> MergeRequest? {
        waiting.min(by: isOlder)
    }

    private static func isFrontedLater(_ left: Timestamp?, _ right: Timestamp?) -> Bool {
        guard let left else { return false }
        return right.map { left > $0 } ?? true
    }

    private static func isOlder(_ left: MergeRequest, _ right: MergeRequest) -> Bool {
        (left.enqueuedAt, left.id) < (right.enqueuedAt, right.id)
    }

    private static func rank(_ state: MergeState) -> Int {
        switch state {
        case .landing: 0
        case .testing: 1
        case .queued, .landed, .rework, .rejected, .withdrawn: 2
        }
    }

    private static func points(_ perHour: Int64, since: Timestamp, at now: Timestamp) -> Int64 {
        perHour * max(0, since.duration(to: now).milliseconds) / 3_600_000
    }
}

/// What a request's score is made of, in points; `retries` is taken off.
package struct ScoreParts: Hashable, Sendable, Codable {
    package var base = MergeOrder.scoreBase
    package var convoyAge: Int64
    package var urgency: Int64
    package var waiting: Int64
    package var retries: Int64

    package init(convoyAge: Int64, urgency: Int64, waiting: Int64, retries: Int64) {
        self.convoyAge = convoyAge
        self.urgency = urgency
        self.waiting = waiting
        self.retries = retries
    }

    package var sum: Int64 { base + convoyAge + urgency + waiting - retries }
}

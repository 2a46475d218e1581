package import TownModel

/// All the Refinery knows; rebuilt from one listing.
package struct State: Hashable, Sendable {
    /// nil until the first listing.
    package var rig: Rig?
    package var stopped = false
    /// All that have not ended.
    package var requests: [BeadID: MergeRequest] = [:]
    /// One for each target branch that something waits for.
    package var lanes: [String: Lane] = [:]

    package init() {}

    /// Nothing is built, tested or landed in a stopped town or a rig that is not active.
    var mayWork: Bool {
        guard let rig else { return false }
        return !stopped && rig.state == .active
    }

    /// The target is not to move for it: green is enough.
    func keepsLocal(_ request: BeadID) -> Bool {
        rig?.settings.landing == .local || requests[request]?.mergeMode == .local
    }
}

/// What is done for one target: one thing at a time.
package struct Lane: Hashable, Sendable {
    package var work = Work.idle
    /// How many others were taken since this one was the oldest that waits.
    package var passedOver = 0
    package var oldest: BeadID?
    /// Why nothing is done before a later moment.
    package var trouble: Trouble?

    package init() {}
}

/// `idle → preparing → testing → green → proposed → moving → reporting → idle`. What a crash left as landing begins
/// with `locating`.
package enum Work: Hashable, Sendable {
    case idle
    case preparing(BeadID)
    /// The gates run; or ran under a predecessor, and what became of them will be told.
    case testing(Candidate)
    /// Passed; goes on as soon as the town is not stopped.
    case green(Candidate, [GateResult])
    /// The store was asked to write down that it is landing; the target moves when that is committed.
    case proposed(Candidate)
    case locating(Landing)
    case moving(Landing)
    /// Its outcome was told to the store; waits for the event.
    case reporting(BeadID)

    package var request: BeadID? {
        switch self {
        case .idle: nil
        case .preparing(let request), .reporting(let request): request
        case .testing(let candidate), .green(let candidate, _), .proposed(let candidate): candidate.request
        case .locating(let landing), .moving(let landing): landing.request
        }
    }
}

/// Something outside a request's fault that keeps a target from moving.
package struct Trouble: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case remoteAway = "remote-away"
        case pushRefused = "push-refused"
        case disturbed = "refinery-disturbed"
        case storeRefused = "store-refused"
        case stopFile = "stop-file"
    }

    package var kind: Kind
    package var since: Timestamp
    package var tries: Int
    package var nextTry: Timestamp

    /// A clock that was set back does not make it hold for longer than the longest pause.
    func holds(at now: Timestamp) -> Bool {
        nextTry > now && now.duration(to: nextTry) <= Limits.retryMax
    }
}

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
    package var book = VerdictBook()
    package var odds = GateOdds()
    /// When the clone's upkeep is due; nil: not as far as is known.
    package var upkeepAt: Timestamp?
    package var isUpkeeping = false

    package init() {}

    /// Nothing is built, tested or landed in a stopped town or a rig that is not active.
    var mayWork: Bool {
        guard let rig else { return false }
        return !stopped && rig.state == .active
    }

    /// In a queue that is held nothing new is begun; what is landing is finished.
    var mayBegin: Bool { mayWork && rig?.queueHold == nil }

    /// The target is not to move for it: green is enough.
    func keepsLocal(_ request: BeadID) -> Bool {
        rig?.settings.landing == .local || requests[request]?.mergeMode == .local
    }
}

/// What is done for one target: one stack at a time.
package struct Lane: Hashable, Sendable {
    package var work = Work.idle
    /// The runs of gates whose outcome will be told: of the stack at work, and of ones that are over.
    package var runs: Set<Candidate> = []
    /// How many runs were begun for the stack at work.
    package var runCount = 0
    /// The first look at the stack at work: what the next stack's size is learned from.
    package var firstLook: Candidate?
    /// How many layers the next stack may have: one more after a green first look, half as many after a red one.
    package var limit = Limits.batchFirst
    /// What goes first, in this order: the rest of a stack that was split.
    package var front: [BeadID] = []
    /// So many of them are known to be red together: they are taken together, whatever the limit is.
    package var split = 0
    /// By request that does not merge with others: those others, of which something has yet to become.
    package var aside: [BeadID: Set<BeadID>] = [:]
    /// What was said of them ends them: they are not touched again until the store says so.
    package var told: Set<BeadID> = []
    /// Requests whose first look is under way or over, on which nobody looks again while others are tested.
    package var checked: Set<BeadID> = []
    /// How many stacks were taken without the one that was the oldest since.
    package var passedOver = 0
    package var oldest: BeadID?
    package var redTarget: RedTarget?
    /// Why nothing is done before a later moment.
    package var trouble: Trouble?
    /// The rig has another style since the remote refused the landing that stands.
    package var isRestyled = false

    package init() {}
}

/// `idle → preparing → trying → proposed → moving → reporting → idle`. What a crash left as landing begins with
/// `locating`; a target that others have moved may lead from `preparing` to `holding`.
package enum Work: Hashable, Sendable {
    case idle
    case preparing([BeadID])
    /// The store was asked to hold the queue, because others have moved the target; the rig's next row says more.
    case holding(TargetMove)
    /// The gates judge heights of it until one lands or its lowest layer goes back.
    case trying(Stack)
    /// The store was asked to write down that they are landing; the target moves when that is committed.
    case proposed(Landing)
    case locating(Landing)
    case moving(Landing)
    /// Its outcome was told to the store; waits for the events.
    case reporting(Landing)

    package var requests: [BeadID] {
        switch self {
        case .idle, .holding: []
        case .preparing(let requests): requests
        case .trying(let stack): stack.requests
        case .proposed(let landing), .locating(let landing), .moving(let landing), .reporting(let landing):
            landing.requests
        }
    }
}

/// A target that fails its own gates. Each request is tried on it once, alone: it may be the one that mends it.
package struct RedTarget: Hashable, Sendable {
    package var tree: CommitID
    package var tried: Set<BeadID> = []
}

/// Something outside a request's fault that keeps a target from moving.
package struct Trouble: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case remoteAway = "remote-away"
        case pushRefused = "push-refused"
        case disturbed = "refinery-disturbed"
        case storeRefused = "store-refused"
        case stopFile = "stop-file"
        case redTarget = "target-is-red"
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

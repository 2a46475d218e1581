/// One head of one bead on its way to a target branch. Submitting the same (bead, head) twice gives the same request.
package struct MergeRequest: Hashable, Sendable, Codable {
    /// `<prefix>-mr-…`
    package var id: BeadID
    package var bead: BeadID
    package var rig: RigName
    package var title: String
    package var assignment: Int64
    package var worker: Address
    package var convoy: BeadID?
    /// When that convoy was made: the older the bundle, the sooner its members land. Set at submit.
    package var convoyCreatedAt: Timestamp?
    package var head: CommitID
    package var base: CommitID
    package var target: String
    /// With `local` the gates run and the work is kept; the target never moves.
    package var mergeMode: MergeMode
    package var state: MergeState
    package var attempt: Int
    package var priority: Priority
    package var enqueuedAt: Timestamp
    /// Why it is where it is, in words: the conflict, the failing gate.
    package var reason: String?
    /// Why it came back, when it did.
    package var fault: MergeFault?
    /// Where its gates' output lies, relative to the town's directory: a pattern that the logs of its last run match, or the
    /// log of the gate that failed.
    package var log: String?
    package var proof: LandingProof?
    package var landedAt: Timestamp?
    /// When somebody put it first; nil: it waits by its score.
    package var fronted: Timestamp?

    package init(
        id: BeadID, bead: BeadID, rig: RigName, title: String, assignment: Int64, worker: Address,
        convoy: BeadID? = nil, convoyCreatedAt: Timestamp? = nil, head: CommitID, base: CommitID, target: String,
        mergeMode: MergeMode = .merge, state: MergeState = .queued, attempt: Int = 1, priority: Priority = .normal,
        enqueuedAt: Timestamp,
        reason: String? = nil, fault: MergeFault? = nil, log: String? = nil, proof: LandingProof? = nil,
        landedAt: Timestamp? = nil
    ) {
        self.id = id
        self.bead = bead
        self.rig = rig
        self.title = title
        self.assignment = assignment
        self.worker = worker
        self.convoy = convoy
        self.convoyCreatedAt = convoyCreatedAt
        self.head = head
        self.base = base
        self.target = target
        self.mergeMode = mergeMode
        self.state = state
        self.attempt = attempt
        self.priority = priority
        self.enqueuedAt = enqueuedAt
        self.reason = reason
        self.fault = fault
        self.log = log
        self.proof = proof
        self.landedAt = landedAt
    }
}

/// `queued → testing → landing → landed`, or `→ rework`, or `→ rejected / withdrawn`.
///
/// `checking` and `building` are states of a stack, in the Refinery's memory only. Integration branches and speculation
/// will add states between `testing` and `landing`.
package enum MergeState: String, Hashable, Sendable, Codable, CaseIterable {
    case queued
    case testing
    case landing
    case landed
    /// Returned to a worker: a new assignment will hand in a new request.
    case rework
    case rejected
    case withdrawn

    package var isEnded: Bool {
        switch self {
        case .queued, .testing, .landing: false
        case .landed, .rework, .rejected, .withdrawn: true
        }
    }
}

/// What proves a landing: recomputable from the repository.
package struct LandingProof: Hashable, Sendable, Codable {
    /// Where the target stood before.
    package var base: CommitID
    /// Where it stands after: a descendant of `base`.
    package var tip: CommitID
    /// The tree of `tip`: exactly what the gates saw.
    package var tree: CommitID
    package var gates: [GateResult]
    /// This request's own commit in a stack of several, an ancestor of `tip`; nil: `tip` itself.
    package var commit: CommitID?

    package init(base: CommitID, tip: CommitID, tree: CommitID, gates: [GateResult], commit: CommitID? = nil) {
        self.base = base
        self.tip = tip
        self.tree = tree
        self.gates = gates
        self.commit = commit
    }
}

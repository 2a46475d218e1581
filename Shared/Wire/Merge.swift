package import TownModel

/// The gates of a request have begun. Id: `testing/<request>/<tip>`.
package struct MergeTesting: Command {
    package typealias Reply = Done
    package static let verb = "merge.testing"
    package var request: BeadID
    package var base: CommitID
    package var tip: CommitID

    package init(request: BeadID, base: CommitID, tip: CommitID) {
        self.request = request
        self.base = base
        self.tip = tip
    }
}

/// Green: the intent to move the target stands from here on; supersede and withdraw wait for its outcome.
/// Id: `landing/<request>/<tip>`. Opens the intent `land/<request>/<tip>`.
package struct MergeLanding: Command {
    package typealias Reply = Done
    package static let verb = "merge.landing"
    package var request: BeadID
    package var proof: LandingProof

    package init(request: BeadID, proof: LandingProof) {
        self.request = request
        self.proof = proof
    }
}

/// The intent to land was dropped (the target moved): the request waits again. Id: `requeue/<request>/<tip>`.
package struct MergeRequeue: Command {
    package typealias Reply = Done
    package static let verb = "merge.requeue"
    package var request: BeadID
    package var tip: CommitID
    package var reason: String

    package init(request: BeadID, tip: CommitID, reason: String) {
        self.request = request
        self.tip = tip
        self.reason = reason
    }
}

/// The target contains it: request landed, bead closed, dependents unblocked, in one transaction.
/// Id: `landed/<request>`.
package struct MergeLanded: Command {
    package typealias Reply = Done
    package static let verb = "merge.landed"
    package var request: BeadID
    package var proof: LandingProof

    package init(request: BeadID, proof: LandingProof) {
        self.request = request
        self.proof = proof
    }
}

/// It can't land as it is. The bead goes back to a worker, or, when the attempts are used up (five conflicts, two
/// failures), waits on a human gate that carries the escalation. Id: `returned/<request>`.
package struct MergeReturned: Command {
    package typealias Reply = Done
    package static let verb = "merge.returned"
    package var request: BeadID
    package var fault: MergeFault
    package var reason: String
    package var log: String?

    package init(request: BeadID, fault: MergeFault, reason: String, log: String? = nil) {
        self.request = request
        self.fault = fault
        self.reason = reason
        self.log = log
    }
}

/// All a Refinery must know of its rig: one snapshot.
package struct RefineryList: Query {
    package typealias Reply = RefineryListing
    package static let verb = "refinery.list"
    package var rig: RigName

    package init(rig: RigName) { self.rig = rig }
}

package struct RefineryListing: Codable, Hashable, Sendable {
    package var rig: Rig
    package var stopped: Bool
    /// All that have not ended.
    package var requests: [MergeRequest]
    package var intents: [Intent]

    package init(rig: Rig, stopped: Bool, requests: [MergeRequest], intents: [Intent]) {
        self.rig = rig
        self.stopped = stopped
        self.requests = requests
        self.intents = intents
    }
}

/// The merge queue of a rig, or of all, in the order in which it will be worked on.
package struct MergeList: Query {
    package typealias Reply = MergePage
    package static let verb = "merge.list"
    package var rig: RigName?
    package var includeEnded: Bool
    package var limit: Int

    package init(rig: RigName? = nil, includeEnded: Bool = false, limit: Int = 50) {
        self.rig = rig
        self.includeEnded = includeEnded
        self.limit = limit
    }
}

package struct MergePage: Codable, Hashable, Sendable {
    package var requests: [MergeRequest]

    package init(requests: [MergeRequest]) { self.requests = requests }
}

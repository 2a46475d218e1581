package import TownModel

/// A run of the gates has begun on these, stacked one on the other. Id: `testing/<run>`.
package struct MergeTesting: Command {
    package typealias Reply = Done
    package static let verb = "merge.testing"
    /// The lowest.
    package var request: BeadID
    /// Those on top of it, in their order.
    package var others: [BeadID]?
    package var base: CommitID
    package var tip: CommitID
    /// The run's name: several may be made on the same commit.
    package var run: String?
    /// A pattern that its gates' logs match, relative to the town's directory.
    package var logs: String?

    package init(
        request: BeadID, others: [BeadID] = [], base: CommitID, tip: CommitID, run: String? = nil, logs: String? = nil
    ) {
        self.request = request
        self.others = others.isEmpty ? nil : others
        self.base = base
        self.tip = tip
        self.run = run
        self.logs = logs
    }

    package var requests: [BeadID] { [request] + (others ?? []) }
}

/// What a run of a rig's gates has found. Id: `judged/<run>`. A verdict is kept by its tree, and
/// counted by gate and day.
package struct MergeJudged: Command {
    package typealias Reply = Done
    package static let verb = "merge.judged"
    package var rig: RigName
    package var run: GateRun
    /// The gates that ran: what others have said than the rig has now proves nothing, and is not kept.
    package var gates: [Gate]

    package init(rig: RigName, run: GateRun, gates: [Gate]) {
        self.rig = rig
        self.run = run
        self.gates = gates
    }
}

/// What a gate is writing, as it writes it: at most once a second for each gate, when there is something new. Live only:
/// all of it is in the gate's log.
package struct GateOutput: Signal {
    package static let verb = "gates.output"
    package var rig: RigName
    /// As in `merge.testing`.
    package var run: String
    package var gate: String
    /// The last lines, safe to show.
    package var tail: String
    /// Where all of it is: a path relative to the town's directory.
    package var log: String

    package init(rig: RigName, run: String, gate: String, tail: String, log: String) {
        self.rig = rig
        self.run = run
        self.gate = gate
        self.tail = tail
        self.log = log
    }

    package var topic: String { "~\(rig).\(Self.verb).\(run)" }
}

/// It merges with the target, and not with others that are tested now. Id: `waits/<request>/<when it was found>`.
package struct MergeWaits: Command {
    package typealias Reply = Done
    package static let verb = "merge.waits"
    package var request: BeadID
    package var on: [BeadID]
    package var reason: String

    package init(request: BeadID, on: [BeadID], reason: String) {
        self.request = request
        self.on = on
        self.reason = reason
    }
}

/// Green: the intent to move the target stands from here on, for all of them or for none; supersede and withdraw wait
/// for its outcome. Refused for a tree that no run has passed. Id: `landing/<tip>`. Opens the intent `land/<tip>`.
package struct MergeLanding: Command {
    package typealias Reply = Done
    package static let verb = "merge.landing"
    package var request: BeadID
    /// The proof of `request`.
    package var proof: LandingProof
    /// Those with it, which are in the same tip.
    package var others: [LandedLayer]?

    package init(request: BeadID, proof: LandingProof, others: [LandedLayer] = []) {
        self.request = request
        self.proof = proof
        self.others = others.isEmpty ? nil : others
    }

    package var layers: [LandedLayer] {
        [LandedLayer(request: request, commit: proof.commit ?? proof.tip)] + (others ?? [])
    }
}

/// The intent to land was dropped (the target moved): they wait again. Id: `requeue/<tip>`.
package struct MergeRequeue: Command {
    package typealias Reply = Done
    package static let verb = "merge.requeue"
    package var request: BeadID
    /// Those that were to land with it.
    package var others: [BeadID]?
    package var tip: CommitID
    package var reason: String

    package init(request: BeadID, others: [BeadID] = [], tip: CommitID, reason: String) {
        self.request = request
        self.others = others.isEmpty ? nil : others
        self.tip = tip
        self.reason = reason
    }

    package var requests: [BeadID] { [request] + (others ?? []) }
}

/// The target contains them: requests landed, beads closed, dependents unblocked, in one transaction. Id: `landed/<tip>`;
/// of one that was found in the target, or is only kept, `landed/<request>`.
package struct MergeLanded: Command {
    package typealias Reply = Done
    package static let verb = "merge.landed"
    package var request: BeadID
    /// The proof of `request`.
    package var proof: LandingProof
    /// Those with it, which are in the same tip.
    package var others: [LandedLayer]?

    package init(request: BeadID, proof: LandingProof, others: [LandedLayer] = []) {
        self.request = request
        self.proof = proof
        self.others = others.isEmpty ? nil : others
    }

    package var layers: [LandedLayer] {
        [LandedLayer(request: request, commit: proof.commit ?? proof.tip)] + (others ?? [])
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
    /// What the rig's gates have said of trees, the newest of it.
    package var verdicts: [TreeVerdict]?
    /// How often each gate ran and lied.
    package var records: [GateRecord]?

    package init(
        rig: Rig, stopped: Bool, requests: [MergeRequest], intents: [Intent], verdicts: [TreeVerdict] = [],
        records: [GateRecord] = []
    ) {
        self.rig = rig
        self.stopped = stopped
        self.requests = requests
        self.intents = intents
        self.verdicts = verdicts
        self.records = records
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

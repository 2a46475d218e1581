package import TownModel

/// A merge commit that was built for one request: what is tested and, when it is green, landed.
///
/// A batch of one. Larger batches will list their requests here and be bisected between `testing` and `landing`.
package struct Candidate: Hashable, Sendable, Codable {
    package var request: BeadID
    package var target: String
    /// Where the target stood when it was built: the first parent of `tip`.
    package var base: CommitID
    package var tip: CommitID
    package var tree: CommitID
    /// When it was decided to build it: tells two runs of the gates apart, so that a directory is never used again.
    package var builtAt: Timestamp

    package init(
        request: BeadID, target: String, base: CommitID, tip: CommitID, tree: CommitID, builtAt: Timestamp
    ) {
        self.request = request
        self.target = target
        self.base = base
        self.tip = tip
        self.tree = tree
        self.builtAt = builtAt
    }

    /// Of the one run of the gates on it.
    package var gatesIntent: CommandID {
        CommandID(composed: "gates", request.text, tip.text, String(builtAt.milliseconds))
    }

    package func proof(_ gates: [GateResult]) -> LandingProof {
        LandingProof(base: base, tip: tip, tree: tree, gates: gates)
    }
}

/// A proven candidate on its way to the target; the ledger knows of it before the target moves.
package struct Landing: Hashable, Sendable, Codable {
    package var request: BeadID
    package var target: String
    /// Whether the target's truth is the remote's ref, or the bare clone's own.
    package var hasRemote: Bool
    package var proof: LandingProof

    package init(request: BeadID, target: String, hasRemote: Bool, proof: LandingProof) {
        self.request = request
        self.target = target
        self.hasRemote = hasRemote
        self.proof = proof
    }

    /// Opened by the store in the transaction of `merge.landing`.
    package var intent: CommandID { CommandID(composed: "land", request.text, proof.tip.text) }
}

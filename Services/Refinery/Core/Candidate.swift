package import TownModel

/// A height of a stack, for one run of the gates.
package struct Candidate: Hashable, Sendable, Codable {
    /// Cut to the height that is tested: its top is what the gates see.
    package var stack: Stack
    /// Tells several runs on the same commit apart, so that a directory is never used again.
    package var run: Int
    /// What it is to pass.
    package var gates: [Gate]
    /// nil: not said, or an intent of an earlier version.
    private var parallel: Int?

    package init(
        stack: Stack, run: Int, gates: [Gate], gatesParallel: Int = QueueSettings.gatesParallelStandard
    ) {
        self.stack = stack
        self.run = run
        self.gates = gates
        parallel = gatesParallel == QueueSettings.gatesParallelStandard ? nil : gatesParallel
    }

    /// So many of its gates may work at the same time.
    package var gatesParallel: Int { parallel ?? QueueSettings.gatesParallelStandard }

    package var target: String { stack.target }
    package var tip: CommitID { stack.commit(at: stack.height) }
    package var tree: CommitID { stack.tree(at: stack.height) }
    /// What it is about, for people: the topmost request, or the target itself.
    package var subject: String { stack.layers.last?.request.text ?? stack.target }

    /// Of this run, for directories and files.
    package var runName: String {
        "\(stack.layers.last.map { $0.request.text } ?? "target")-\(tip.short)-"
            + "\(String(stack.builtAt.milliseconds, radix: 36))-\(run)"
    }

    /// Of this one run of the gates on it.
    package var gatesIntent: CommandID { CommandID(composed: "gates", runName) }
}

/// A proven height of a stack on its way to the target; the ledger knows of it before the target moves.
package struct Landing: Hashable, Sendable, Codable {
    package var target: String
    /// Whether the target's truth is the remote's ref, or the bare clone's own.
    package var hasRemote: Bool
    /// In the order of their ids: after a crash the ledger tells who lands, not in which order.
    package var layers: [LandedLayer]
    package var proof: LandingProof

    package init(target: String, hasRemote: Bool, layers: [LandedLayer], proof: LandingProof) {
        self.target = target
        self.hasRemote = hasRemote
        self.layers = layers.sorted { $0.request < $1.request }
        self.proof = proof
    }

    package var requests: [BeadID] { layers.map(\.request) }

    /// Opened by the store in the transaction of `merge.landing`.
    package var intent: CommandID { LandingIntent.id(tip: proof.tip) }
}

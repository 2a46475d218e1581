/// Why a run of the gates did not pass.
package struct GateRed: Hashable, Sendable, Codable {
    /// The gate's name.
    package var gate: String
    /// What became of it, after its name: `failed with exit status 1`.
    package var sentence: String
    /// It has judged nothing (command missing, timeout, signal): perhaps no worker can repair that.
    package var isLoud: Bool
    /// The end of its output, safe to show.
    package var excerpt: String
    /// The whole output: a path relative to the town's directory.
    package var log: String

    package init(gate: String, sentence: String, isLoud: Bool, excerpt: String, log: String) {
        self.gate = gate
        self.sentence = sentence
        self.isLoud = isLoud
        self.excerpt = excerpt
        self.log = log
    }
}

/// One run of a rig's gates that has ended with a verdict.
package struct GateRun: Hashable, Sendable, Codable {
    package var target: String
    /// Where the target stood.
    package var base: CommitID
    package var tip: CommitID
    /// The tree of `tip`: what the gates saw.
    package var tree: CommitID
    /// Those that were tested together, the lowest first; empty: the target itself was.
    package var requests: [BeadID]
    /// All that ran.
    package var results: [GateResult]
    /// nil: green.
    package var red: GateRed?
    package var judgedAt: Timestamp

    package init(
        target: String, base: CommitID, tip: CommitID, tree: CommitID, requests: [BeadID], results: [GateResult],
        red: GateRed?, judgedAt: Timestamp
    ) {
        self.target = target
        self.base = base
        self.tip = tip
        self.tree = tree
        self.requests = requests
        self.results = results
        self.red = red
        self.judgedAt = judgedAt
    }
}

/// All that the gates have said of one tree.
package struct TreeVerdict: Hashable, Sendable, Codable {
    package var tree: CommitID
    package var greens = 0
    /// By the name of the gate that did not pass.
    package var reds: [String: Int] = [:]
    /// Of the last green run.
    package var results: [GateResult] = []
    /// The last one.
    package var red: GateRed?
    /// The last run's end.
    package var judgedAt = Timestamp(milliseconds: 0)

    package init(tree: CommitID) { self.tree = tree }

    /// One green run is enough: the very same content has passed.
    package var isGreen: Bool { greens > 0 }
    package var redsCount: Int { reds.values.reduce(0, +) }

    /// Takes in one more run; gives, by gate, how many reds are now known to have been flakes: red and green on the same
    /// tree, in whichever order.
    package mutating func take(_ run: GateRun) -> [String: Int] {
        judgedAt = max(judgedAt, run.judgedAt)
        let wasGreen = isGreen
        guard let red = run.red else {
            greens += 1
            results = run.results
            return wasGreen ? [:] : reds
        }
        reds[red.gate, default: 0] += 1
        self.red = red
        return wasGreen ? [red.gate: 1] : [:]
    }
}

/// How often a gate of a rig ran, and lied, in the last thirty days.
package struct GateRecord: Hashable, Sendable, Codable {
    package var gate: String
    package var runs = 0
    package var reds = 0
    /// Reds that were lies: the same content was green too.
    package var flakes = 0

    package init(gate: String) { self.gate = gate }

    /// So many flakes make a gate a listed one, whose red is looked at twice before anybody is suspected.
    package static let listedFrom = 2
    /// Days that are counted.
    package static let days = 30
}

/// A request in a landing, with the commit that brings it in.
package struct LandedLayer: Hashable, Sendable, Codable {
    package var request: BeadID
    package var commit: CommitID

    package init(request: BeadID, commit: CommitID) {
        self.request = request
        self.commit = commit
    }
}

/// The name of the intent under which a target moves to a tip.
package enum LandingIntent {
    package static let prefix = "land/"

    package static func id(tip: CommitID) -> CommandID { CommandID(composed: "land", tip.text) }
}

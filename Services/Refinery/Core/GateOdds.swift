package import TownModel

/// How likely it is that a change is broken, and that a run of the gates is red on a tree that is not: counted from
/// what was seen, so that the search for a culprit asks for more evidence where gates are known to lie.
package struct GateOdds: Hashable, Sendable {
    private var broken: Double = GateOdds.brokenFirst
    private var settled: Double = GateOdds.settledFirst
    private var falseReds: Double = GateOdds.falseRedsFirst
    private var runs: Double = GateOdds.runsFirst

    /// What a Refinery believes before it has seen anything: one change in twenty, one run in four hundred.
    private static let brokenFirst = 1.0
    private static let settledFirst = 20.0
    private static let falseRedsFirst = 0.5
    private static let runsFirst = 200.0
    /// After so many observations the old ones weigh half: a rig that has mended its gates is believed soon.
    private static let memory = 400.0

    package init() {}

    /// Of one change.
    package var brokenRate: Double { broken / settled }
    /// Of one run on a tree that is not broken.
    package var falseRedRate: Double { falseReds / runs }

    package mutating func hasSettled(broken isBroken: Bool) {
        if settled > Self.memory {
            settled /= 2
            broken /= 2
        }
        settled += 1
        if isBroken { broken += 1 }
    }

    package mutating func hasRun() {
        if runs > Self.memory {
            runs /= 2
            falseReds /= 2
        }
        runs += 1
    }

    package mutating func hasLied(_ times: Int) { falseReds += Double(times) }

    /// What the ledger counted over the last days stands in for what this process has not seen.
    package mutating func recall(_ records: [GateRecord]) {
        let seen = records.map(\.runs).max() ?? 0
        let lies = records.reduce(0) { $0 + $1.flakes }
        guard seen > 0 else { return }
        let weight = min(1, Self.memory / Double(seen))
        runs = Self.runsFirst + Double(seen) * weight
        falseReds = Self.falseRedsFirst + Double(lies) * weight
    }
}

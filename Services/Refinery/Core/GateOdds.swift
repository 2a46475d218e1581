package import TownModel

/// How likely it is that a change is broken, and that a run of the gates is red on a tree that is not: counted from
/// what was seen, so that the search for a culprit asks for more evidence where gates are known to lie.
package struct GateOdds: Hashable, Sendable {
    private var broken = 0.0
    private var settled = 0.0
    private var falseReds = 0.0
    /// Runs on trees that are known to be good: what a broken one says, says nothing about lies.
    private var goodRuns = 0.0

    /// Observations that nobody has made: one change in twenty, three runs in a thousand. Without them a Refinery that has
    /// not seen a flake yet would believe that there are none. They weigh little: that gates lie is believed soon.
    private static let assumed = (broken: 1.0, settled: 20.0, falseReds: 0.15, goodRuns: 50.0)
    /// After so many observations the old ones weigh half: a rig that has mended its gates is believed soon.
    private static let memory = 400.0

    package init() {}

    /// Of one change.
    package var brokenRate: Double { (broken + Self.assumed.broken) / (settled + Self.assumed.settled) }
    /// Of one run on a tree that is not broken.
    package var falseRedRate: Double { (falseReds + Self.assumed.falseReds) / (goodRuns + Self.assumed.goodRuns) }
    /// By one standard deviation of the lies that were seen: before somebody is blamed, chance must not have been kind to
    /// the gates.
    package var falseRedRateAtWorst: Double {
        let reds = falseReds + falseReds.squareRoot() + Self.assumed.falseReds
        return min(reds / (goodRuns + Self.assumed.goodRuns), 0.5)
    }

    package mutating func hasSettled(broken isBroken: Bool) {
        if settled >= Self.memory {
            settled /= 2
            broken /= 2
        }
        settled += 1
        if isBroken { broken += 1 }
    }

    /// A green run, and how many reds on the same tree it showed to have been lies; or a red one on a green tree.
    package mutating func hasProven(greens: Int, lies: Int) {
        if goodRuns >= Self.memory {
            goodRuns /= 2
            falseReds /= 2
        }
        goodRuns += Double(greens + lies)
        falseReds += Double(lies)
    }

    /// What the ledger counted over the last days stands in for what this process has not seen.
    package mutating func recall(_ records: [GateRecord]) {
        let good = records.map { $0.runs - $0.reds + $0.flakes }.max() ?? 0
        let lies = records.reduce(0) { $0 + $1.flakes }
        let weight = min(1, Self.memory / Double(max(good, 1)))
        goodRuns = Double(good) * weight
        falseReds = Double(lies) * weight
    }
}

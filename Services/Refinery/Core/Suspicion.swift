/// Where a stack breaks, as far as red runs tell: for each height the weight of the belief that it is the first that is
/// broken, by Bayes' rule.
///
/// A red run at a height says that the first broken one is there or below, or that the run lied; a green one ends the
/// search at once, because it lands. One rule serves for the search, for flakes and for confirmation: what is tested
/// next is the height whose verdict is the most uncertain.
package struct Suspicion: Hashable, Sendable {
    /// By height, 0 (the target itself) to the top; the last one is the belief that nothing is broken.
    private let weights: [Double]

    /// - Parameters:
    ///   - reds: how many red runs were seen at each height, from 0 on.
    ///   - targetIsGood: height 0 was green.
    ///   - cautious: gates may lie more than it looks, as whoever is to be blamed would say.
    package init(reds: [Int], targetIsGood: Bool, odds: GateOdds, cautious: Bool = false) {
        let falseRedRate = cautious ? odds.falseRedRateAtWorst : odds.falseRedRate
        let top = reds.count - 1
        var prior: [Double] = [targetIsGood ? 0 : Limits.redTargetRate]
        var sound = 1 - prior[0]
        for _ in 1...max(top, 1) where top > 0 {
            prior.append(sound * odds.brokenRate)
            sound *= 1 - odds.brokenRate
        }
        prior.append(sound)
        // A red run below the first broken height is a lie.
        var lies = 0
        var weights: [Double] = []
        for height in 0...(top + 1) {
            weights.append(prior[height] * Self.power(falseRedRate, lies))
            if height <= top { lies += reds[height] }
        }
        let sum = weights.reduce(0, +)
        self.weights = weights.map { $0 / sum }
    }

    /// That this height is broken, whichever layer did it.
    package func isBroken(at height: Int) -> Double { weights[...height].reduce(0, +) }

    /// The height whose verdict is the most uncertain; of equal ones the lowest. A target that is known to be good is
    /// never asked again.
    package var mostUncertain: Int {
        let heights = (weights[0] == 0 ? 1 : 0)..<(weights.count - 1)
        return heights.min { abs(isBroken(at: $0) - 0.5) < abs(isBroken(at: $1) - 0.5) } ?? 0
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        // More than sixty lies say no more than sixty, and what is left of the weight can still be divided by.
        (0..<min(exponent, 60)).reduce(1) { product, _ in product * base }
    }
}

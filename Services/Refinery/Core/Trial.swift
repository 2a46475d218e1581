package import TownModel

/// What follows from all that is known of a stack: a pure question, asked again after each verdict.
package struct Trial: Sendable {
    package enum Step: Hashable, Sendable {
        /// This height is green: it lands at once, whatever lies above it.
        case land(Int)
        /// Run the gates on this height, so many times at once at most.
        case test(Int, times: Int)
        /// The lowest layer breaks a target that is good: it goes back to its worker.
        case eject
        /// The target itself fails: nobody is to blame.
        case targetIsRed
    }

    let stack: Stack
    let book: VerdictBook
    let odds: GateOdds
    let gates: [Gate]

    package init(stack: Stack, book: VerdictBook, odds: GateOdds, gates: [Gate]) {
        self.stack = stack
        self.book = book
        self.odds = odds
        self.gates = gates
    }

    package var step: Step {
        let verdicts = (0...stack.height).map { book[stack.tree(at: $0)] }
        if let green = verdicts.lastIndex(where: { $0?.isGreen == true }), green > 0 { return .land(green) }
        let reds = verdicts.map { $0?.redsCount ?? 0 }
        guard let top = reds.firstIndex(where: { $0 > 0 }) else { return .test(stack.height, times: 1) }
        if top == stack.height, isDoubtful(verdicts[top]) { return .test(top, times: 1) }
        let targetIsGood = verdicts[0]?.isGreen == true
        let suspicion = Suspicion(reds: reds, targetIsGood: targetIsGood, odds: odds)
        let proof = Suspicion(reds: reds, targetIsGood: targetIsGood, odds: odds, cautious: true)
        let sure = 1 - min(Limits.innocentsMax / odds.brokenRate, Limits.doubtMax)
        if reds[0] > 0, proof.isBroken(at: 0) >= sure {
            // Who has not been tested on it may be the one that mends it.
            return reds[stack.height] == 0 ? .test(stack.height, times: 1) : .targetIsRed
        }
        guard stack.height > 0 else { return .test(0, times: 1) }
        if targetIsGood, reds[1] > 0, proof.isBroken(at: 1) >= sure { return .eject }
        let height = suspicion.mostUncertain
        return .test(height, times: height == 1 && reds[1] > 0 ? missing(reds, sure: sure) : 1)
    }

    /// Its only red is the word of a gate that is known to lie, or of a run that judged nothing.
    private func isDoubtful(_ verdict: TreeVerdict?) -> Bool {
        guard let verdict, verdict.redsCount == 1, let red = verdict.red else { return false }
        return red.isLoud || book.isListedFlake(red.gate, among: gates)
    }

    /// How many more reds at the lowest layer would settle it: they may run side by side.
    private func missing(_ reds: [Int], sure: Double) -> Int {
        var reds = reds
        var count = 0
        while count < Limits.confirmationsMax {
            count += 1
            reds[1] += 1
            let proof = Suspicion(reds: reds, targetIsGood: true, odds: odds, cautious: true)
            if proof.isBroken(at: 1) >= sure { break }
        }
        return count
    }
}

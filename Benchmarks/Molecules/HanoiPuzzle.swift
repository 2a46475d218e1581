import Foundation

/// A move of the towers of Hanoi.
struct HanoiMove: Hashable {
    /// From 1, the smallest.
    var disc: Int
    var from: Character
    var to: Character

    /// The `number`th move, from 1, that brings `discs` from A to C, from the number alone.
    init(_ number: Int64, discs: Int) {
        disc = number.trailingZeroBitCount + 1
        // The smallest disc walks one way round the pegs or the other, as the number of discs is odd or even.
        let pegs: [Character] = discs.isMultiple(of: 2) ? ["A", "C", "B"] : ["A", "B", "C"]
        from = pegs[Int((number & (number - 1)) % 3)]
        to = pegs[Int(((number | (number - 1)) + 1) % 3)]
    }

    init?(output: [String: String]?) {
        guard let output, let disc = output["disc"].flatMap(Int.init), let from = output["from"]?.first,
            let to = output["to"]?.first
        else { return nil }
        self.disc = disc
        self.from = from
        self.to = to
    }

    var output: [String: String] { ["disc": String(disc), "from": String(from), "to": String(to)] }
}

/// The puzzle's rules, and nothing else: it knows of no formula for moves.
struct HanoiPegs {
    private var pegs: [Character: [Int]]
    private let discs: Int

    init(discs: Int) {
        self.discs = discs
        pegs = ["A": Array((1...discs).reversed()), "B": [], "C": []]
    }

    /// False when the move is against the rules.
    mutating func play(_ move: HanoiMove) -> Bool {
        guard let top = pegs[move.from]?.last, top == move.disc, let target = pegs[move.to], move.from != move.to,
            target.last.map({ $0 > top }) ?? true
        else { return false }
        pegs[move.from]?.removeLast()
        pegs[move.to]?.append(top)
        return true
    }

    var isSolved: Bool { pegs["C"]?.count == discs }
}

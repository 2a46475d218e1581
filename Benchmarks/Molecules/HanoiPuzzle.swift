import Foundation

/// A move of the towers of Hanoi, as the shipped formula says it.
struct HanoiMove: Hashable {
    /// From 1, the smallest.
    var disk: Int
    var from: Int
    var to: Int

    /// The `number`th move, from 1, from the number alone.
    init(_ number: Int64) {
        disk = number.trailingZeroBitCount + 1
        from = Int((number & (number - 1)) % 3)
        to = Int(((number | (number - 1)) + 1) % 3)
    }

    init?(output: [String: String]?) {
        guard let output, let disk = output["disk"].flatMap(Int.init), let from = output["from"].flatMap(Int.init),
            let to = output["to"].flatMap(Int.init)
        else { return nil }
        self.disk = disk
        self.from = from
        self.to = to
    }

    var output: [String: String] { ["disk": String(disk), "from": String(from), "to": String(to)] }
}

/// The puzzle's rules, and nothing else: it knows of no formula for moves.
struct HanoiPegs {
    private var pegs: [[Int]]
    private let disks: Int

    init(disks: Int) {
        self.disks = disks
        pegs = [Array((1...disks).reversed()), [], []]
    }

    /// False when the move is against the rules.
    mutating func play(_ move: HanoiMove) -> Bool {
        guard pegs.indices.contains(move.from), pegs.indices.contains(move.to), move.from != move.to,
            let top = pegs[move.from].last, top == move.disk, pegs[move.to].last.map({ $0 > top }) ?? true
        else { return false }
        pegs[move.from].removeLast()
        pegs[move.to].append(top)
        return true
    }

    /// The whole tower stands on another peg than at the beginning.
    var isSolved: Bool { pegs[1].count == disks || pegs[2].count == disks }
}

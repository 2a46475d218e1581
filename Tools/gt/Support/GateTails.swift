import Wire

/// What is new in the last lines of gates, which are told again and again while they grow.
struct GateTails {
    /// The newest last.
    private var told: [(gate: Key, lines: [Substring])] = []

    /// Gates whose last lines are remembered: more than run at a time.
    private static let gatesMax = 64

    private struct Key: Equatable {
        var run: String
        var gate: String
    }

    /// The lines that were not shown before; a line that has grown is one of them. `…` stands for lines that came and went
    /// between two tails.
    mutating func fresh(_ output: GateOutput) -> [Substring] {
        let lines = output.tail.split(separator: "\n", omittingEmptySubsequences: false)
        let key = Key(run: output.run, gate: output.gate)
        let place = told.firstIndex { $0.gate == key }
        let before = place.map { told.remove(at: $0).lines }
        told.append((key, lines))
        if told.count > Self.gatesMax { told.removeFirst() }
        guard let before else { return lines }
        guard let known = Self.overlap(before, lines) else { return ["…"] + lines }
        return Array(lines.dropFirst(known))
    }

    /// How many of the first lines were at the end of those before; nil: none was.
    private static func overlap(_ before: [Substring], _ now: [Substring]) -> Int? {
        for start in before.indices {
            let common = before[start...]
            guard common.count <= now.count, let last = common.last,
                common.dropLast().elementsEqual(now.prefix(common.count - 1))
            else { continue }
            let same = now[common.count - 1]
            if same == last { return common.count }
            // The last line was not whole yet.
            if same.hasPrefix(last) { return common.count - 1 }
        }
        return nil
    }
}

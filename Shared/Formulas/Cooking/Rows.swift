internal import TownModel

/// A scope on its way to the graph: its steps in the order of the text, parts after their group, names as numbers.
struct Rows {
    struct Row {
        var step: FormulaStep
        var parent: Int?
        /// Each once.
        var needs: [GraphNeed] = []
        /// Of a loop.
        var body: Rows?

        var isGroup: Bool { !step.children.isEmpty }
    }

    var rows: [Row] = []
    /// Where each id stands.
    var index: [String: Int] = [:]
    /// Beginnings and ends so that whatever is waited for comes first; empty where that can't be.
    var order: [Moment] = []

    /// A group begins at one time and ends at another; everything else is one moment.
    struct Moment: Hashable {
        var row: Int
        var isEnd: Bool
    }

    /// What a moment waits for.
    func waits(of moment: Moment, parts: [[Int]]) -> [Moment] {
        let row = rows[moment.row]
        if moment.isEnd {
            return [Moment(row: moment.row, isEnd: false)] + parts[moment.row].map(end)
        }
        return row.needs.map { end($0.node) } + (row.parent.map { [Moment(row: $0, isEnd: false)] } ?? [])
    }

    /// Whether one row begins only when another has ended.
    func waits(_ row: Int, for other: Int) -> Bool {
        let parts = parts
        var open = [Moment(row: row, isEnd: false)]
        var seen = Set(open)
        while let next = open.popLast() {
            if next == end(other), next.row != row { return true }
            open += waits(of: next, parts: parts).filter { seen.insert($0).inserted }
        }
        return false
    }

    func end(_ row: Int) -> Moment { Moment(row: row, isEnd: rows[row].isGroup) }

    /// The parts of each group.
    var parts: [[Int]] {
        var parts = [[Int]](repeating: [], count: rows.count)
        for (at, row) in rows.enumerated() {
            if let parent = row.parent { parts[parent].append(at) }
        }
        return parts
    }
}

extension GraphNeed {
    /// The stricter of two rules for the same node: nothing begins too early.
    static func add(_ need: GraphNeed, to needs: inout [GraphNeed]) {
        guard let at = needs.firstIndex(where: { $0.node == need.node }) else {
            needs.append(need)
            return
        }
        if needs[at].rule != need.rule { needs[at].rule = .allChildren }
    }
}

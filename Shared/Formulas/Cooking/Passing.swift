internal import TownModel

/// Who needed a row that is out needs what that waited for; who needed a group, what its parts that are out waited for.
struct Passing {
    private let scope: Rows
    private let isOut: [Bool]
    /// What is to be waited for so that a row may begin.
    private var beginnings: [Int: [GraphNeed]] = [:]
    /// Of a row that is out, what is to be waited for instead; of a group that stays, beside it.
    private var ends: [Int: [GraphNeed]] = [:]

    init(_ scope: Rows, isOut: [Bool]) {
        self.scope = scope
        self.isOut = isOut
        let parts = scope.parts
        for moment in scope.order where isOut[moment.row] || scope.rows[moment.row].isGroup {
            if moment.isEnd {
                ends[moment.row] = leftover(of: moment.row, parts: parts[moment.row])
            } else {
                var needs = self.needs(of: moment.row)
                for need in scope.rows[moment.row].parent.flatMap({ beginnings[$0] }) ?? [] {
                    GraphNeed.add(need, to: &needs)
                }
                beginnings[moment.row] = needs
                if !scope.rows[moment.row].isGroup { ends[moment.row] = needs }
            }
        }
    }

    func needs(of at: Int) -> [GraphNeed] {
        var needs: [GraphNeed] = []
        for need in scope.rows[at].needs {
            if !isOut[need.node] { GraphNeed.add(need, to: &needs) }
            for other in ends[need.node] ?? [] { GraphNeed.add(other, to: &needs) }
        }
        return needs
    }

    private func leftover(of group: Int, parts: [Int]) -> [GraphNeed] {
        let before = beginnings[group] ?? []
        var needs = isOut[group] ? before : []
        for need in parts.flatMap({ ends[$0] ?? [] }) where !isInside(need.node, group) && !before.contains(need) {
            GraphNeed.add(need, to: &needs)
        }
        return needs
    }

    private func isInside(_ row: Int, _ group: Int) -> Bool {
        var above = scope.rows[row].parent
        while let parent = above {
            if parent == group { return true }
            above = scope.rows[parent].parent
        }
        return false
    }
}

internal import TownModel

/// One list of a graph's nodes in layers: how many steps come before each, on the longest way there.
///
/// Also what its loops come to once they are unfolded: who begins an iteration, who ends it, and how many steps,
/// groups and needs there are, by arithmetic. Numbers that would not fit stay at the largest there is.
final class LayeredList {
    let nodes: [GraphNode]
    /// Of loops.
    private(set) var bodies: [Int: LayeredList] = [:]
    /// Layers before a node, and up to its end: of a group that of its last part.
    private(set) var begin: [Int64]
    private(set) var end: [Int64]
    /// What each waits for, loops that go round 0 times replaced by what those wait for.
    private(set) var targets: [[GraphNeed]] = []
    /// Outside of groups: those that wait for nothing, and those that nothing waits for.
    private(set) var entries: [Int] = []
    private(set) var sinks: [Int] = []
    let depth: Int64

    init(_ nodes: [GraphNode]) {
        self.nodes = nodes
        for (at, node) in nodes.enumerated() {
            if case .loop(let loop) = node.shape { bodies[at] = LayeredList(loop.body) }
        }
        begin = Array(repeating: 0, count: nodes.count)
        end = begin
        var depth: Int64 = 0
        // Two things happen at each node: it begins, and it ends.
        var after = [[Int]](repeating: [], count: nodes.count * 2)
        var waiting = Array(repeating: 0, count: nodes.count * 2)
        func order(_ first: Int, _ second: Int) {
            after[first].append(second)
            waiting[second] += 1
        }
        for (at, node) in nodes.enumerated() {
            order(at * 2, at * 2 + 1)
            for need in node.needs { order(need.node * 2 + 1, at * 2) }
            if let group = node.group {
                order(group * 2, at * 2)
                order(at * 2 + 1, group * 2 + 1)
            }
        }
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        var level = Array(repeating: Int64(0), count: waiting.count)
        while let event = ready.popLast() {
            let at = event / 2
            let reached = level[event]
            if event.isMultiple(of: 2) { begin[at] = reached } else { end[at] = reached }
            depth = max(depth, reached)
            let length = event.isMultiple(of: 2) ? Self.length(nodes[at], bodies[at]) : 0
            for next in after[event] {
                // From its own beginning to its end a node takes its length; a group what its parts take.
                let takes = next == event + 1 && event.isMultiple(of: 2) ? length : 0
                level[next] = max(level[next], reached.clampedSum(takes))
                waiting[next] -= 1
                if waiting[next] == 0 { ready.append(next) }
            }
        }
        self.depth = depth
        targets = nodes.indices.map { self.resolved(nodes[$0].needs) }
        let needed = Set(targets.enumerated().flatMap { self.isEmpty($0.offset) ? [] : $0.element.map(\.node) })
        let outer = nodes.indices.filter { nodes[$0].group == nil && !self.isEmpty($0) }
        entries = outer.filter { targets[$0].isEmpty }
        sinks = outer.filter { !needed.contains($0) }
    }

    private static func length(_ node: GraphNode, _ body: LayeredList?) -> Int64 {
        switch node.shape {
        case .step: 1
        case .group: 0
        case .loop(let loop): loop.count.clampedProduct(body?.depth ?? 0)
        }
    }

    /// How often a node's part goes round; 1 for all but loops.
    func rounds(_ at: Int) -> Int64 {
        if case .loop(let loop) = nodes[at].shape { loop.count } else { 1 }
    }

    /// A loop of which nothing is left when it is unfolded.
    func isEmpty(_ at: Int) -> Bool {
        guard let body = bodies[at] else { return false }
        return rounds(at) <= 0 || body.nodes.indices.allSatisfy(body.isEmpty)
    }

    private func resolved(_ needs: [GraphNeed]) -> [GraphNeed] {
        guard needs.contains(where: { isEmpty($0.node) }) else { return needs }
        var found: [GraphNeed] = []
        var seen: Set<Int> = []
        func add(_ need: GraphNeed) {
            guard seen.insert(need.node).inserted else { return }
            guard isEmpty(need.node) else {
                found.append(need)
                return
            }
            nodes[need.node].needs.forEach(add)
            // What its groups waited for, it waited for.
            var group = nodes[need.node].group
            while let outer = group {
                nodes[outer].needs.forEach(add)
                group = nodes[outer].group
            }
        }
        needs.forEach(add)
        return found
    }
}

extension Int64 {
    func clampedSum(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }

    func clampedProduct(_ other: Int64) -> Int64 {
        let (product, isTooLarge) = multipliedReportingOverflow(by: other)
        return isTooLarge ? .max : product
    }
}

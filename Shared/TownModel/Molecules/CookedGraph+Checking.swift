/// A graph may come from anywhere: what everything else takes for granted is checked once, where it enters.
extension CookedGraph {
    /// Why a graph can't be walked.
    package struct Fault: Error, Hashable, Sendable {
        /// The path of the node that is to blame: `deploy`, `moves.move`.
        package var node: String
        package var sentence: String
    }

    /// Far more than anybody waits for, and far below what sums of numbers can hold.
    package static let numbersMax: Int64 = 1 << 40
    /// Nodes in the text of a graph, bodies of loops included.
    package static let nodesMax = 20_000
    package static let depthMax = 16

    package func check() throws(Fault) {
        var total = 0
        guard !nodes.isEmpty else { throw Fault(node: formula, sentence: "it has no steps") }
        _ = try Self.check(nodes, around: "", known: [], depth: 1, total: &total)
    }

    /// Gives how many numbers the list takes.
    private static func check(
        _ nodes: [GraphNode], around: String, known: Set<String>, depth: Int, total: inout Int
    ) throws(Fault) -> Int64 {
        guard depth <= depthMax else { throw Fault(node: around, sentence: "loops are nested over \(depthMax) deep") }
        total += nodes.count
        guard total <= nodesMax else { throw Fault(node: around, sentence: "it has more than \(nodesMax) nodes") }
        var ids: Set<String> = []
        for node in nodes where !ids.insert(node.step.id).inserted {
            throw Fault(node: around + node.step.id, sentence: "two steps have this id")
        }
        let visible = known.union(ids)
        var size: Int64 = 0
        for (at, node) in nodes.enumerated() {
            let path = around + node.step.id
            guard !node.step.id.isEmpty else { throw Fault(node: path, sentence: "a step has no id") }
            try checkEdges(of: at, in: nodes, path)
            try checkCondition(node.step.condition, knows: visible, path)
            guard case .loop(let loop) = node.shape else {
                size += 1
                continue
            }
            guard loop.count >= 1, !loop.body.isEmpty else {
                throw Fault(node: path, sentence: "the loop has no rounds")
            }
            let inner = try check(loop.body, around: path + ".", known: visible, depth: depth + 1, total: &total)
            try checkCondition(
                loop.until, knows: visible.union(loop.body.map(\.step.id)).union(["step"]), path)
            let (all, over) = inner.multipliedReportingOverflow(by: loop.count)
            guard !over, all < numbersMax - size else {
                throw Fault(node: path, sentence: "the molecule has more than \(numbersMax) steps")
            }
            size += all + 1
        }
        if let ring = NodeRing.find(in: nodes) {
            let names = ring.map { nodes[$0].step.id }.joined(separator: " -> ")
            throw Fault(node: around + nodes[ring[0]].step.id, sentence: "steps wait for each other: \(names)")
        }
        return size
    }

    private static func checkEdges(of at: Int, in nodes: [GraphNode], _ path: String) throws(Fault) {
        let node = nodes[at]
        guard Set(node.needs.map(\.node)).count == node.needs.count,
            node.needs.allSatisfy({ nodes.indices.contains($0.node) && $0.node != at })
        else { throw Fault(node: path, sentence: "a need names no other node of its list, or one twice") }
        guard let group = node.group else { return }
        // A group stands before its parts, so that groups can't be inside of each other in a ring.
        guard group >= 0, group < at, nodes[group].shape == .group else {
            throw Fault(node: path, sentence: "its group is no group that stands before it")
        }
    }

    private static func checkCondition(
        _ condition: StepCondition?, knows ids: Set<String>, _ path: String
    ) throws(Fault) {
        guard let unknown = condition?.steps.subtracting(ids).min() else { return }
        throw Fault(node: path, sentence: "its condition asks about \"\(unknown)\", which is no step that it can see")
    }
}

/// A ring among what nodes wait for: their needs, their groups' needs, and a group's parts.
enum NodeRing {
    /// In the order in which they wait, the first again at the end; nil when there is none.
    static func find(in nodes: [GraphNode]) -> [Int]? {
        var parts = [[Int]](repeating: [], count: nodes.count)
        for (at, node) in nodes.enumerated() {
            if let group = node.group { parts[group].append(at) }
        }
        let waits = nodes.indices.map { nodes[$0].shape == .group ? parts[$0] : needs(of: $0, nodes) }
        // 0: not looked at, 1: on the way, 2: done.
        var state = [UInt8](repeating: 0, count: nodes.count)
        for start in nodes.indices where state[start] == 0 {
            var way: [(node: Int, next: Int)] = [(start, 0)]
            state[start] = 1
            while let (node, next) = way.last {
                guard next < waits[node].count else {
                    state[node] = 2
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let target = waits[node][next]
                if state[target] == 1 {
                    return way.map(\.node).drop { $0 != target } + [target]
                }
                if state[target] == 0 {
                    state[target] = 1
                    way.append((target, 0))
                }
            }
        }
        return nil
    }

    private static func needs(of at: Int, _ nodes: [GraphNode]) -> [Int] {
        var all = nodes[at].needs.map(\.node)
        var group = nodes[at].group
        while let inside = group {
            all += nodes[inside].needs.map(\.node)
            group = nodes[inside].group
        }
        return all
    }
}

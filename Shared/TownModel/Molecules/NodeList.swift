/// A list of nodes with the numbers that they take, all counted from 0 where the list begins, and with its edges both ways.
package final class NodeList: Sendable {
    package let nodes: [GraphNode]
    /// Numbers before each node's first.
    let offsets: [Int64]
    /// Of each node's numbers, counted from its offset, the one that is its own: 0 but for loops.
    let ownNumber: [Int64]
    /// Numbers of the whole list, once round.
    package let size: Int64
    /// Steps to work at, once round.
    package let steps: Int64
    /// Of loops.
    package let bodies: [Int: NodeList]
    package let byID: [String: Int]
    /// What each waits for: its own needs, and those of the groups that it is a part of; of a group, nothing.
    package let needs: [[GraphNeed]]
    /// Which nodes wait for each, and how: `needs` turned round.
    package let dependents: [[GraphNeed]]
    /// Of each group, its direct parts.
    package let parts: [[Int]]
    /// What begins when the list does: steps and loops that wait for nothing.
    package let entries: [Int]
    /// When all of these have ended, so has everything in the list.
    package let exits: [Int]

    /// - Precondition: the graph is sound (`CookedGraph.check`).
    init(_ nodes: [GraphNode]) {
        self.nodes = nodes
        var offsets: [Int64] = []
        var ownNumber: [Int64] = []
        var bodies: [Int: NodeList] = [:]
        var parts = [[Int]](repeating: [], count: nodes.count)
        var size: Int64 = 0
        var steps: Int64 = 0
        for (at, node) in nodes.enumerated() {
            offsets.append(size)
            switch node.shape {
            case .step, .group:
                ownNumber.append(0)
                size += 1
                if node.shape == .step { steps += 1 }
            case .loop(let loop):
                let body = NodeList(loop.body)
                bodies[at] = body
                ownNumber.append(body.size * loop.count)
                size += body.size * loop.count + 1
                steps += body.steps * loop.count
            }
            if let group = node.group { parts[group].append(at) }
        }
        let needs = Self.needs(of: nodes)
        var dependents = [[GraphNeed]](repeating: [], count: nodes.count)
        for (at, list) in needs.enumerated() {
            for need in list { dependents[need.node].append(GraphNeed(at, need.rule)) }
        }
        self.offsets = offsets
        self.ownNumber = ownNumber
        self.bodies = bodies
        self.parts = parts
        self.size = size
        self.steps = steps
        self.needs = needs
        self.dependents = dependents
        byID = Dictionary(nodes.enumerated().map { ($1.step.id, $0) }, uniquingKeysWith: { first, _ in first })
        entries = nodes.indices.filter { nodes[$0].shape != .group && needs[$0].isEmpty }
        exits = nodes.indices.filter { Self.isExit(nodes[$0], dependents[$0]) }
    }

    /// Whether the list may be over when this node is.
    package func isExit(_ node: Int) -> Bool { Self.isExit(nodes[node], dependents[node]) }

    /// What only waits for a step does not wait for the molecules that it fans out into.
    private static func isExit(_ node: GraphNode, _ dependents: [GraphNeed]) -> Bool {
        (dependents.isEmpty || node.step.fanOut != nil) && node.group == nil
    }

    /// A group itself waits for its parts alone, which have its needs.
    private static func needs(of nodes: [GraphNode]) -> [[GraphNeed]] {
        nodes.map { node in
            guard node.shape != .group else { return [] }
            var all = node.needs
            var group = node.group
            while let at = group {
                all += nodes[at].needs.filter { !all.contains($0) }
                group = nodes[at].group
            }
            return all
        }
    }

    /// The nearest first.
    func groups(of node: Int) -> [Int] {
        var found: [Int] = []
        var group = nodes[node].group
        while let at = group {
            found.append(at)
            group = nodes[at].group
        }
        return found
    }

    /// The node that has a number, counted from 0 in this list.
    func node(at number: Int64) -> Int {
        var low = 0
        var high = nodes.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if offsets[middle] <= number { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

/// The arithmetic of a cooked graph: which step a number names, what it waits for, what waits for it. Made once, asked in time
/// that depends on the node, never on how often its loops go round.
///
/// Numbers begin at 1 and follow the graph's nodes: a step and a group have one each; a loop has those of its body as often
/// as it goes round, then one of its own, which nobody works at: it ends with the last iteration.
package struct GraphIndex: Sendable {
    package let graph: CookedGraph
    let top: NodeList

    package init(_ graph: CookedGraph) {
        self.graph = graph
        top = NodeList(graph.nodes)
    }

    /// How many numbers there are: steps, groups and loops, each iteration's.
    package var count: Int64 { top.size }

    /// Where a number is; nil when no step has it.
    package func place(of number: Int64) -> StepPlace? {
        guard number >= 1, number <= count else { return nil }
        var hops: [StepPlace.Hop] = []
        var list = top
        var rest = number - 1
        while true {
            let node = list.node(at: rest)
            rest -= list.offsets[node]
            guard let body = list.bodies[node], rest < list.ownNumber[node] else {
                hops.append(StepPlace.Hop(node: node, iteration: 0))
                return StepPlace(number: number, hops: hops)
            }
            hops.append(StepPlace.Hop(node: node, iteration: rest / body.size))
            rest %= body.size
            list = body
        }
    }
}

/// Where a step is in its graph: which node, and inside which iteration of which loops.
package struct StepPlace: Hashable, Sendable {
    package struct Hop: Hashable, Sendable {
        /// In its list.
        package var node: Int
        /// Of the loop, from 0; 0 for the last.
        package var iteration: Int64
    }

    package var number: Int64
    /// From the outermost list inwards; all but the last are loops that it is inside of.
    package var hops: [Hop]
}

/// A list of nodes with the numbers that they take, all counted from 0 where the list begins.
final class NodeList: Sendable {
    let nodes: [GraphNode]
    /// Numbers before each node's first.
    let offsets: [Int64]
    /// Of each node's numbers, counted from its offset, the one that is its own: 0 but for loops.
    let ownNumber: [Int64]
    /// Numbers of the whole list, once round.
    let size: Int64
    /// Of loops.
    let bodies: [Int: NodeList]
    /// Which nodes need each.
    let dependents: [[Int]]
    /// Parts of each group.
    let parts: [[Int]]

    init(_ nodes: [GraphNode]) {
        self.nodes = nodes
        var offsets: [Int64] = []
        var bodies: [Int: NodeList] = [:]
        var dependents = [[Int]](repeating: [], count: nodes.count)
        var parts = dependents
        var ownNumber: [Int64] = []
        var size: Int64 = 0
        for (at, node) in nodes.enumerated() {
            offsets.append(size)
            switch node.shape {
            case .step, .group:
                ownNumber.append(0)
                size += 1
            case .loop(let loop):
                let body = NodeList(loop.body)
                bodies[at] = body
                ownNumber.append(body.size * loop.count)
                size += body.size * loop.count + 1
            }
            for need in node.needs { dependents[need.node].append(at) }
            if let group = node.group { parts[group].append(at) }
        }
        self.offsets = offsets
        self.ownNumber = ownNumber
        self.bodies = bodies
        self.dependents = dependents
        self.parts = parts
        self.size = size
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

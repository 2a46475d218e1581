/// The arithmetic of a cooked graph: which step a number names, what it waits for, what waits for it. Made once, asked in time
/// that depends on the node, never on how often its loops go round.
///
/// Numbers begin at 1 and follow the graph's nodes: a step and a group have one each; a loop has those of its body as often
/// as it goes round, then one of its own, which nobody works at: it ends with the last iteration.
package struct GraphIndex: Sendable {
    package let graph: CookedGraph
    package let top: NodeList
    /// A step of it fans out into molecules.
    package let fansOut: Bool

    package init(_ graph: CookedGraph) {
        self.graph = graph
        top = NodeList(graph.nodes)
        fansOut = Self.fansOut(graph.nodes)
    }

    private static func fansOut(_ nodes: [GraphNode]) -> Bool {
        nodes.contains { node in
            if case .loop(let loop) = node.shape { return fansOut(loop.body) }
            return node.step.fanOut != nil
        }
    }

    /// How many numbers there are: steps, groups and loops, each iteration's.
    package var count: Int64 { top.size }

    /// How many steps there are to work at, if no loop ends early and nothing is skipped.
    package var steps: Int64 { top.steps }

    /// Where a number is; nil when no step has it.
    package func place(of number: Int64) -> StepPlace? {
        guard number >= 1, number <= count else { return nil }
        var frame = StepPlace.Frame(list: top, base: 0, loop: nil)
        var outer: [StepPlace.Frame] = []
        while true {
            let node = frame.list.node(at: number - 1 - frame.base)
            let rest = number - 1 - frame.base - frame.list.offsets[node]
            guard let body = frame.list.bodies[node], rest < frame.list.ownNumber[node] else {
                return StepPlace(outer: outer, frame: frame, node: node)
            }
            outer.append(frame)
            frame = StepPlace.Frame(
                list: body, base: frame.base + frame.list.offsets[node] + rest / body.size * body.size,
                loop: StepPlace.Iteration(node: node, index: rest / body.size))
        }
    }

    /// The first list's nodes, as places.
    package var beginning: StepPlace.Frame { StepPlace.Frame(list: top, base: 0, loop: nil) }
}

/// Where a step, a group or a loop is: its node, and inside which iteration of which loops.
package struct StepPlace: Sendable {
    /// One list of nodes, as numbered in one iteration.
    package struct Frame: Sendable {
        package let list: NodeList
        /// Numbers before the list's first.
        package let base: Int64
        /// Which loop's body it is; nil at the top.
        package let loop: Iteration?
    }

    package struct Iteration: Hashable, Sendable {
        /// Of the loop, in the list around.
        package let node: Int
        /// From 0.
        package let index: Int64
    }

    /// From the outermost inwards, without its own.
    package let outer: [Frame]
    package let frame: Frame
    package let node: Int

    package init(outer: [Frame], frame: Frame, node: Int) {
        self.outer = outer
        self.frame = frame
        self.node = node
    }

    package var number: Int64 { frame.base + frame.list.offsets[node] + frame.list.ownNumber[node] + 1 }

    package var graphNode: GraphNode { frame.list.nodes[node] }

    /// Another node of the same list, in the same iteration.
    package func sibling(_ node: Int) -> StepPlace { StepPlace(outer: outer, frame: frame, node: node) }

    /// The loop that it is directly inside of.
    package var loop: StepPlace? {
        guard let iteration = frame.loop, let around = outer.last else { return nil }
        return StepPlace(outer: outer.dropLast(), frame: around, node: iteration.node)
    }

    /// A node of this loop's body, in one of its iterations; nil when it is no loop.
    package func inside(_ iteration: Int64, node inner: Int) -> StepPlace? {
        guard let body = frame.list.bodies[node] else { return nil }
        let base = frame.base + frame.list.offsets[node] + iteration * body.size
        return StepPlace(
            outer: outer + [frame],
            frame: Frame(list: body, base: base, loop: Iteration(node: node, index: iteration)), node: inner)
    }

    /// The nearest node with this id, in its own list first, then in those around.
    package func named(_ id: String) -> StepPlace? {
        if let found = frame.list.byID[id] { return sibling(found) }
        for depth in outer.indices.reversed() {
            if let found = outer[depth].list.byID[id] {
                return StepPlace(outer: Array(outer[..<depth]), frame: outer[depth], node: found)
            }
        }
        return nil
    }

    /// The groups that it is a part of, the nearest first.
    package var groups: [Int] { frame.list.groups(of: node) }

    /// What every loop around has for its variable, the outermost first.
    package var loopVariables: [(name: String, value: Int64)] {
        var found: [(name: String, value: Int64)] = []
        let frames = outer + [frame]
        for (around, inner) in zip(frames, frames.dropFirst()) {
            guard let iteration = inner.loop, case .loop(let loop) = around.list.nodes[iteration.node].shape,
                let name = loop.variable
            else { continue }
            found.append((name, loop.first + iteration.index))
        }
        return found
    }

    /// `moves.move`: the same in every round of the loops around it.
    package var name: String {
        let frames = outer + [frame]
        let loops = zip(frames, frames.dropFirst()).compactMap { around, inner in
            inner.loop.map { around.list.nodes[$0.node].step.id }
        }
        return (loops + [graphNode.step.id]).joined(separator: ".")
    }

    /// The same by name, the inner one's where two have a name: what texts are filled in with, and programs find.
    package var loopValues: [String: String] {
        Dictionary(loopVariables.map { ($0.name, String($0.value)) }) { _, inner in inner }
    }

    /// `prepare`, `moves.iter7.move`: unique in the molecule.
    package var path: String {
        var words: [String] = []
        let frames = outer + [frame]
        for (around, inner) in zip(frames, frames.dropFirst()) {
            guard let iteration = inner.loop else { continue }
            words.append("\(around.list.nodes[iteration.node].step.id).iter\(iteration.index + 1)")
        }
        return (words + [graphNode.step.id]).joined(separator: ".")
    }
}

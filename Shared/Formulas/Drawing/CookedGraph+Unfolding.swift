package import TownModel

/// Why a graph stays folded.
package struct UnfoldingFault: Error, Hashable, Sendable {
    /// The loop's, or the step's that is about it; nil: of the whole.
    package var step: String?
    package var sentence: String
    package var remedy: String

    package init(step: String?, _ sentence: String, remedy: String) {
        self.step = step
        self.sentence = sentence
        self.remedy = remedy
    }
}

extension CookedGraph {
    /// The same steps without loops, in the order of their numbers: `<loop>.iter<n>.<id>` for each iteration, which
    /// waits for all that ends the one before.
    ///
    /// A loop's variable is filled in: `{{i}}` in texts, and `${GT_VAR_i}` in what a shell reads. There too it is a
    /// number and nothing else, so that no value is read as shell. Conditions name the step of their own iteration.
    package func unfolded(limit: Int = 10_000) throws(UnfoldingFault) -> CookedGraph {
        let list = LayeredList(nodes)
        let count = max(list.stepCount, list.nodeCount)
        guard count <= limit else {
            throw UnfoldingFault(
                step: nil, "it would have \(list.stepCount) steps, and at most \(limit) are unfolded",
                remedy: "Keep its loops folded, or let them go round less often.")
        }
        var unfolding = Unfolding()
        try unfolding.add(list, Unfolding.Scope(), needs: [], group: nil)
        var graph = self
        graph.nodes = unfolding.nodes
        return graph
    }
}

private struct Unfolding {
    /// What names mean in one iteration of a loop, and in those around it.
    struct Scope {
        /// Of ids.
        var prefix = ""
        /// What an id of a list around, or of this one, is called now; nil: it is a loop.
        var names: [String: String?] = [:]
        /// Values of loops' variables.
        var values: [String: String] = [:]
    }

    var nodes: [GraphNode] = []

    /// A list once round. `needs` is what its entries wait for.
    mutating func add(
        _ list: LayeredList, _ outer: Scope, needs: [GraphNeed], group: Int?
    ) throws(UnfoldingFault) {
        var scope = outer
        var starts: [Int] = []
        var next = nodes.count
        for (at, node) in list.nodes.enumerated() {
            starts.append(next)
            next += Int(list.nodeCount(at))
            let isLoop = list.bodies[at] != nil
            scope.names.updateValue(isLoop ? nil : scope.prefix + node.step.id, forKey: node.step.id)
        }
        for (at, node) in list.nodes.enumerated() where !list.isEmpty(at) {
            var own: [GraphNeed] = []
            for need in list.targets[at] { own += try ends(need, list, starts) }
            if own.isEmpty, node.group == nil { own = needs }
            let group = node.group.map { starts[$0] } ?? group
            guard case .loop(let loop) = node.shape, let body = list.bodies[at] else {
                let step = try node.step.unfolded(scope.prefix, scope.names, scope.values)
                nodes.append(GraphNode(step: step, needs: own, group: group, shape: node.shape))
                continue
            }
            try refuse(loop, node.step)
            for iteration in 0..<loop.count {
                var inner = scope
                inner.prefix = "\(scope.prefix)\(node.step.id).iter\(iteration + 1)."
                if let variable = loop.variable { inner.values[variable] = String(loop.first + iteration) }
                let start = nodes.count
                try add(body, inner, needs: own, group: group)
                own = sinks(of: body, from: start).map { GraphNeed($0) }
            }
        }
    }

    private func refuse(_ loop: GraphLoop, _ step: GraphStep) throws(UnfoldingFault) {
        if loop.until != nil {
            throw UnfoldingFault(
                step: step.id, "how often it goes round is known only on the way (until)",
                remedy: "Keep it folded, or give it a count or a range.")
        }
        if step.condition != nil || step.gate != nil {
            throw UnfoldingFault(
                step: step.id, "its condition or gate holds for the loop as a whole",
                remedy: "Keep it folded, or put them on a step before the loop.")
        }
    }

    /// What a need on a node is when that is unfolded: the node, or all that ends its last iteration.
    private func ends(
        _ need: GraphNeed, _ list: LayeredList, _ starts: [Int]
    ) throws(UnfoldingFault) -> [GraphNeed] {
        guard let body = list.bodies[need.node] else { return [GraphNeed(starts[need.node], need.rule)] }
        if need.rule == .anyChild {
            throw UnfoldingFault(
                step: list.nodes[need.node].step.id, "something waits for any one part of this loop",
                remedy: "Keep it folded, or wait for the loop's end.")
        }
        let last = starts[need.node] + Int(list.nodeCount(need.node) - body.nodeCount)
        return sinks(of: body, from: last).map { GraphNeed($0, need.rule) }
    }

    /// Where the nodes stand that end a list which begins at a place.
    private func sinks(of list: LayeredList, from start: Int) -> [Int] {
        var starts: [Int] = []
        var next = start
        for at in list.nodes.indices {
            starts.append(next)
            next += Int(list.nodeCount(at))
        }
        return list.sinks.flatMap { at -> [Int] in
            guard let body = list.bodies[at] else { return [starts[at]] }
            return sinks(of: body, from: starts[at] + Int(list.nodeCount(at) - body.nodeCount))
        }
    }
}

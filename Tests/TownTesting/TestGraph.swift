package import TownModel

/// Graphs for tests, by names in place of numbers.
package enum TestGraph {
    /// - Parameter needs: ids of earlier or later nodes of the same list.
    package static func step(
        _ id: String, _ needs: [String] = [], in group: String? = nil, anyOf: String? = nil, allOf: String? = nil,
        _ edit: (inout GraphStep) -> Void = { _ in }
    ) -> Draft {
        var step = GraphStep(id: id, title: "do \(id)")
        edit(&step)
        return Draft(step: step, needs: needs, group: group, shape: .step, anyOf: anyOf, allOf: allOf)
    }

    package static func group(
        _ id: String, _ needs: [String] = [], in group: String? = nil, _ edit: (inout GraphStep) -> Void = { _ in }
    ) -> Draft {
        var step = GraphStep(id: id, title: id)
        edit(&step)
        return Draft(step: step, needs: needs, group: group, shape: .group)
    }

    package static func loop(
        _ id: String, _ needs: [String] = [], count: Int64, variable: String? = nil, first: Int64 = 1,
        until: StepCondition? = nil, _ body: [Draft]
    ) -> Draft {
        Draft(
            step: GraphStep(id: id, title: id), needs: needs, group: nil,
            shape: .loop(GraphLoop(count: count, first: first, variable: variable, until: until, body: nodes(body))))
    }

    package static func graph(_ drafts: [Draft], name: String = "test") -> CookedGraph {
        CookedGraph(formula: name, title: name, nodes: nodes(drafts))
    }

    package struct Draft {
        var step: GraphStep
        var needs: [String]
        var group: String?
        var shape: NodeShape
        var anyOf: String?
        var allOf: String?
    }

    private static func nodes(_ drafts: [Draft]) -> [GraphNode] {
        func place(_ id: String) -> Int {
            guard let found = drafts.firstIndex(where: { $0.step.id == id }) else {
                preconditionFailure("a test names the step \(id), which it has not")
            }
            return found
        }
        return drafts.map { draft in
            GraphNode(
                step: draft.step,
                needs: draft.needs.map { GraphNeed(place($0)) }
                    + [draft.anyOf].compactMap { $0 }.map { GraphNeed(place($0), .anyChild) }
                    + [draft.allOf].compactMap { $0 }.map { GraphNeed(place($0), .allChildren) },
                group: draft.group.map(place),
                shape: draft.shape)
        }
    }
}

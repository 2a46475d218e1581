internal import TownModel

extension Cook {
    /// Legs and synthesis as nodes.
    static func convoy(
        _ formula: Formula, _ plan: ConvoyPlan, _ order: Order, _ values: [String: String], _ kitchen: Kitchen
    ) throws(FormulaFailure) -> Dish {
        // MERGE: replace the refusal by
        // let nodes = try ConvoyCooking.nodes(formula, plan, legs: order.legs, variables: values)
        // return Dish(graph: graph(of: formula, .convoy, values, nodes: nodes), warnings: kitchen.inOrder)
        var kitchen = kitchen
        kitchen.refuse(
            at: FormulaPlace(path: formula.source.path, line: 1, key: "type"),
            "\"\(formula.name)\" is a convoy, and convoys are not cooked yet", "Cook a workflow.")
        throw FormulaFailure(kitchen.inOrder)
    }
}

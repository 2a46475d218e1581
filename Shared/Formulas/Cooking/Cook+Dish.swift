internal import TownModel

extension Cook {
    /// Cooks a formula out of those that a look-up knows. `names` are all that there are, for "Did you mean".
    ///
    /// The look-up answers nil for a name that nothing has, and throws what is wrong with a formula that can't be read.
    /// Every error that can be found at once is thrown at once. `overlays` has what is changed in a formula's steps, when
    /// its parents' are joined in, and what was noticed when that was read.
    package static func dish(
        _ order: Order, mode: Mode, names: [String] = [],
        overlays: @escaping (String) throws(FormulaFailure) -> (FormulaOverlay, [FormulaProblem])? = { _ in nil },
        formulas: @escaping (String) throws(FormulaFailure) -> Formula?
    ) throws(FormulaFailure) -> Dish {
        var kitchen = Kitchen(mode: mode, names: names, overlays: overlays, shelf: formulas)
        guard var formula = extended(order.formula, at: nil, in: &kitchen) else {
            throw FormulaFailure(kitchen.inOrder)
        }
        refuseParts(formula, in: &kitchen)
        refuseLegs(order, of: formula, in: &kitchen)
        try kitchen.stopOnErrors()
        compose(&formula, in: &kitchen)
        let values = values(for: order, of: formula, in: &kitchen)
        if let plan = formula.convoy, formula.kind == .convoy {
            try kitchen.stopOnErrors()
            return try convoy(formula, plan, order, values, kitchen)
        }
        try kitchen.stopOnErrors()
        let rows = rows(of: formula, in: &kitchen)
        try kitchen.stopOnErrors()
        return try serve(rows, of: formula, values, kitchen)
    }

    /// A formula with all that it extends and composes, before its variables have values: what it asks for, what it is
    /// made of.
    package static func composed(
        _ name: String, names: [String] = [],
        overlays: @escaping (String) throws(FormulaFailure) -> (FormulaOverlay, [FormulaProblem])? = { _ in nil },
        formulas: @escaping (String) throws(FormulaFailure) -> Formula?
    ) throws(FormulaFailure) -> (formula: Formula, warnings: [FormulaProblem]) {
        var kitchen = Kitchen(mode: .draft, names: names, overlays: overlays, shelf: formulas)
        guard var formula = extended(name, at: nil, in: &kitchen) else { throw FormulaFailure(kitchen.inOrder) }
        compose(&formula, in: &kitchen)
        try kitchen.stopOnErrors()
        return (formula, kitchen.inOrder)
    }

    private static func compose(_ formula: inout Formula, in kitchen: inout Kitchen) {
        guard formula.kind == .workflow else { return }
        advise(&formula.steps, by: formula, in: &kitchen)
        expand(&formula, in: &kitchen)
        weave(&formula, in: &kitchen)
    }

    /// Formulas that are parts of others.
    private static func refuseParts(_ formula: Formula, in kitchen: inout Kitchen) {
        let place = FormulaPlace(path: formula.source.path, line: 1, key: "type")
        switch formula.kind {
        case .workflow: break
        case .expansion:
            kitchen.refuse(
                at: place, "\"\(formula.name)\" is an expansion, which takes the place of another formula's step",
                "Name it in compose.expand of a workflow, and cook that.")
        case .aspect:
            kitchen.refuse(
                at: place, "\"\(formula.name)\" is an aspect, which is woven into other formulas",
                "Name it in compose.aspects of a workflow, and cook that.")
        case .convoy:
            if formula.convoy == nil {
                kitchen.refuse(at: place, "\"\(formula.name)\" is a convoy without legs", "Add [[legs]].")
            }
        }
    }

    private static func serve(
        _ rows: Rows, of formula: Formula, _ values: [String: String], _ kitchen: Kitchen
    ) throws(FormulaFailure) -> Dish {
        var serving = Serving(kitchen: kitchen, formula: formula, values: values)
        var graph = graph(of: formula, .workflow, values, nodes: serving.nodes(of: rows, Serving.Around()))
        if values["desc"] == nil { graph.description = serving.filled(formula.description) }
        let place = FormulaPlace(path: formula.source.path, line: 1, key: "steps")
        if graph.nodes.isEmpty {
            serving.kitchen.refuse(
                at: place, "every step of \"\(formula.name)\" is left out by its condition or goes round 0 times",
                "Give its variables other values.")
        }
        if Serving.numbers(of: graph.nodes) == nil {
            serving.kitchen.refuse(
                at: place, "\"\(formula.name)\" has more than \(CookedGraph.numbersMax) steps",
                "Let its loops go round less often.")
        }
        try serving.kitchen.stopOnErrors()
        return Dish(graph: graph, warnings: serving.kitchen.inOrder)
    }

    /// The root's texts may be given as the variables `title` and `desc`.
    static func graph(
        of formula: Formula, _ kind: GraphKind, _ values: [String: String], nodes: [GraphNode]
    ) -> CookedGraph {
        CookedGraph(
            formula: formula.name, version: formula.version, kind: kind, title: values["title"] ?? formula.name,
            description: values["desc"] ?? formula.description, variables: values, nodes: nodes,
            squash: formula.squash)
    }
}

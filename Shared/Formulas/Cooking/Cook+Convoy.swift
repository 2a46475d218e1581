internal import TownModel

extension Cook {
    /// What whoever starts a convoy may say of the work under review, asked for or not: its templates offer it.
    static let convoyWords: Set<String> = [
        "branch", "changed_files", "files", "pr", "pr_number", "pr_title", "review_id", "target_description",
    ]

    /// Legs and synthesis as nodes.
    static func convoy(
        _ formula: Formula, _ plan: ConvoyPlan, _ order: Order, _ values: [String: String], _ kitchen: Kitchen
    ) throws(FormulaFailure) -> Dish {
        do throws(FormulaFailure) {
            let nodes = try ConvoyCooking.nodes(formula, plan, legs: order.legs, variables: values)
            return Dish(graph: graph(of: formula, .convoy, values, nodes: nodes), warnings: kitchen.inOrder)
        } catch {
            throw FormulaFailure(kitchen.inOrder + error.problems)
        }
    }

    /// Legs are chosen of convoys only.
    static func refuseLegs(_ order: Order, of formula: Formula, in kitchen: inout Kitchen) {
        guard formula.kind != .convoy, order.legs != .all else { return }
        kitchen.refuse(
            at: nil, "\"\(formula.name)\" is a \(formula.kind.rawValue) and has no legs to choose from",
            "Cook it without a choice of legs.")
    }
}

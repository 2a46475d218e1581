package import TownModel

/// Formulas that say what a role's patrol does: workflows whose steps name reflexes, and nothing else.
package enum PatrolFormula {
    /// A formula that is cooked, and as it was before, with the places of its steps.
    package struct Cooked: Hashable, Sendable {
        package var formula: Formula
        package var graph: CookedGraph

        package init(formula: Formula, graph: CookedGraph) {
            self.formula = formula
            self.graph = graph
        }
    }

    /// The plan that it is; throws everything that is wrong with it.
    package static func plan<Reflex: PatrolReflex>(
        _ cooked: Cooked, of reflexes: Reflex.Type
    ) throws(FormulaFailure) -> PatrolPlan<Reflex> {
        let problems = whole(cooked)
        guard problems.isEmpty else { throw FormulaFailure(problems) }
        let order = order(of: cooked.graph.nodes)
        do throws(PatrolFaults) {
            return try PatrolPlan(order.map { PatrolStep(cooked.graph.nodes[$0]) })
        } catch {
            throw FormulaFailure(
                error.all.map { fault in
                    problem(fault, node: fault.step.map { cooked.graph.nodes[order[$0]] }, in: cooked.formula)
                })
        }
    }

    /// What is wrong with a formula as the patrol that its name makes it; nothing of one that is no patrol's.
    package static func problems(_ cooked: Cooked) -> [FormulaProblem] {
        func tried<Reflex: PatrolReflex>(_ reflexes: Reflex.Type) -> [FormulaProblem] {
            do throws(FormulaFailure) {
                _ = try plan(cooked, of: reflexes)
                return []
            } catch {
                return error.problems
            }
        }
        switch cooked.formula.name {
        case DeaconReflex.formula: return tried(DeaconReflex.self)
        case WitnessReflex.formula: return tried(WitnessReflex.self)
        case RefineryReflex.formula: return tried(RefineryReflex.self)
        default: return []
        }
    }

    private static func whole(_ cooked: Cooked) -> [FormulaProblem] {
        guard cooked.graph.kind == .workflow else {
            let place = FormulaPlace(path: cooked.formula.source.path, line: 1, key: "type")
            return [FormulaProblem(at: place, "a patrol is a workflow", remedy: "Write type = \"workflow\".")]
        }
        guard cooked.graph.squash == nil else {
            let place = FormulaPlace(path: cooked.formula.source.path, line: 1, key: "squash")
            return [
                FormulaProblem(
                    at: place, "a patrol is done in code and leaves no steps to squash", remedy: "Leave squash out.")
            ]
        }
        return []
    }

    /// What each step waits for comes before it; else as they stand in the file.
    static func order(of nodes: [GraphNode]) -> [Int] {
        var order: [Int] = []
        var done: Set<Int> = []
        while order.count < nodes.count {
            let next = nodes.indices.first { at in
                !done.contains(at) && nodes[at].needs.allSatisfy { done.contains($0.node) }
            }
            // There are no cycles in what is cooked.
            guard let next else { return Array(nodes.indices) }
            order.append(next)
            done.insert(next)
        }
        return order
    }
}

extension PatrolStep {
    /// As a patrol reads it.
    init(_ node: GraphNode) {
        let step = node.step
        let every = step.metadata?["every"]
        self.init(
            reflex: step.metadata?["reflex"], every: every, everySeconds: every.flatMap(FormulaDuration.seconds),
            refused: Self.refused(node))
    }

    /// The first key that says something which no patrol carries out. What is there for people alone is left to them.
    private static func refused(_ node: GraphNode) -> String? {
        switch node.shape {
        case .step: break
        case .group: return "children"
        case .loop: return "loop"
        }
        let step = node.step
        let keys: [(String, Bool)] = [
            ("run", step.run != nil), ("gate", step.gate != nil), ("condition", step.condition != nil),
            ("on_complete", step.fanOut != nil), ("retry", step.retry != nil), ("timeout", step.timeoutSeconds != nil),
            ("assignee", step.assignee != nil), ("interactive", step.interactive == true),
            ("waits_for", node.needs.contains { $0.rule != .ended }),
        ]
        if let key = keys.first(where: \.1)?.0 { return key }
        return step.metadata?.keys.sorted().first { $0 != "reflex" && $0 != "every" }.map { "metadata.\($0)" }
    }
}

import Formulas
import TownModel

/// Formulas as values, and cooked graphs as text.
enum Bench {
    static func place(_ line: Int = 1, _ key: String = "steps", in path: String = "test.toml") -> FormulaPlace {
        FormulaPlace(path: path, line: line, key: key)
    }

    /// `"b: a c"` is a step "b" that needs "a" and "c".
    static func step(_ text: String, line: Int = 1, _ change: (inout FormulaStep) -> Void = { _ in }) -> FormulaStep {
        let words = text.split(separator: ":", maxSplits: 1).map(String.init)
        let id = words[0]
        var step = FormulaStep(said: GraphStep(id: id, title: "T \(id)"), place: place(line))
        if words.count > 1 {
            for need in words[1].split(separator: " ") { step.needs.append(Placed(String(need), at: place(line))) }
        }
        change(&step)
        return step
    }

    static func group(_ text: String, _ children: [FormulaStep]) -> FormulaStep {
        step(text) { $0.children = children }
    }

    static func loop(_ text: String, _ times: FormulaLoop.Times, by variable: String? = nil, _ body: [FormulaStep])
        -> FormulaStep
    {
        step(text) { $0.loop = FormulaLoop(times: Placed(times, at: place()), variable: variable, body: body) }
    }

    static func when(_ text: String, _ condition: String) -> FormulaStep {
        step(text) { $0.condition = Placed(condition, at: place()) }
    }

    static func formula(
        _ name: String = "test", _ kind: FormulaKind = .workflow, _ steps: [FormulaStep] = [],
        _ change: (inout Formula) -> Void = { _ in }
    ) -> Formula {
        var formula = Formula(name: name, kind: kind, source: FormulaSource(path: "\(name).toml"))
        if kind == .expansion { formula.template = steps } else { formula.steps = steps }
        change(&formula)
        return formula
    }

    static func variable(_ name: String, _ change: (inout FormulaVariable) -> Void = { _ in }) -> FormulaVariable {
        var variable = FormulaVariable(name: name, place: place(9, "vars.\(name)"))
        change(&variable)
        return variable
    }

    static func advice(_ target: String, before: [FormulaStep] = [], after: [FormulaStep] = []) -> Advice {
        Advice(target: target, before: before, after: after, place: place(5, "advice[1]"))
    }

    /// Cooks the first of them.
    static func cook(
        _ formulas: [Formula], _ variables: [String: String] = [:], mode: Cook.Mode = .ready
    ) throws(FormulaFailure) -> Cook.Dish {
        let byName = Dictionary(uniqueKeysWithValues: formulas.map { ($0.name, $0) })
        return try Cook.dish(
            Cook.Order(formulas[0].name, variables: variables), mode: mode, names: byName.keys.sorted()
        ) { (name) throws(FormulaFailure) -> Formula? in byName[name] }
    }

    static func cook(
        _ steps: [FormulaStep], _ variables: [String: String] = [:], mode: Cook.Mode = .ready
    ) throws(FormulaFailure) -> Cook.Dish {
        try cook([formula(steps)], variables, mode: mode)
    }

    static func formula(_ steps: [FormulaStep]) -> Formula { formula("test", .workflow, steps) }

    /// What is wrong, as people read it.
    static func problems(
        _ formulas: [Formula], _ variables: [String: String] = [:], mode: Cook.Mode = .ready
    ) -> [String] {
        do throws(FormulaFailure) {
            return try cook(formulas, variables, mode: mode).warnings.map { "warning: \($0)" }
        } catch {
            return error.problems.map { $0.severity == .warning ? "warning: \($0)" : "\($0)" }
        }
    }

    static func problems(
        _ steps: [FormulaStep], _ variables: [String: String] = [:], mode: Cook.Mode = .ready
    ) -> [String] {
        problems([formula(steps)], variables, mode: mode)
    }

    /// `b <- a` for each node; parts and bodies stand deeper.
    static func drawn(_ nodes: [GraphNode]) -> [String] {
        var depth: [Int] = []
        var lines: [String] = []
        for node in nodes {
            depth.append(node.group.map { depth[$0] + 1 } ?? 0)
            let indent = String(repeating: "  ", count: depth.last ?? 0)
            lines.append(indent + heading(node) + needs(node, in: nodes))
            if case .loop(let loop) = node.shape { lines += drawn(loop.body).map { indent + "  " + $0 } }
        }
        return lines
    }

    private static func heading(_ node: GraphNode) -> String {
        switch node.shape {
        case .step: return node.step.id
        case .group: return "group \(node.step.id)"
        case .loop(let loop):
            let until = loop.until.map { " until \($0.text)" } ?? ""
            return "loop \(node.step.id) \(loop.count)x from \(loop.first)\(until)"
        }
    }

    private static func needs(_ node: GraphNode, in nodes: [GraphNode]) -> String {
        guard !node.needs.isEmpty else { return "" }
        let names = node.needs.map { need in
            need.rule == .ended ? nodes[need.node].step.id : "\(nodes[need.node].step.id) \(need.rule.rawValue)"
        }
        return " <- " + names.joined(separator: ", ")
    }
}

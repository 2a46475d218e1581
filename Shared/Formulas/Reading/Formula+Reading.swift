internal import SourceText
internal import TownModel

extension Formula {
    /// Reads a formula's text, JSON when the path ends in `.json`, else TOML, and tells all that is wrong with it.
    ///
    /// There is a formula only when no problem is an error.
    package static func read(text: String, path: String) -> (formula: Formula?, problems: [FormulaProblem]) {
        let reader = FormulaReader(path: path)
        let top = FormulaPlace(path: path, line: 1, key: "")
        let node: SourceNode
        do throws(SourceFault) {
            node = path.hasSuffix(".json") ? try SourceText.json(text) : try SourceText.toml(text)
        } catch {
            let place = FormulaPlace(path: path, line: error.line ?? 1, key: "")
            return (nil, [FormulaProblem(at: place, error.sentence, remedy: "Correct the text there")])
        }
        let formula = reader.section(node, at: top).map(reader.formula)
        // In the order of the file; what is of one line in the order in which it was found.
        let problems = reader.problems.enumerated()
            .sorted { ($0.element.place?.line ?? 0, $0.offset) < ($1.element.place?.line ?? 0, $1.offset) }
            .map(\.element)
        return (problems.contains { $0.severity == .error } ? nil : formula, problems)
    }
}

extension FormulaReader {
    private static let refusedAtTop = [
        "aspect": "Write [[advice]] tables and type = \"aspect\"",
        "aspects": "Name aspects in compose.aspects, or write [[advice]] tables and type = \"aspect\"",
    ]
    /// Of what only some types have, which do.
    private static let ofTypes: [(key: String, kinds: [FormulaKind])] = [
        ("steps", [.workflow]), ("template", [.expansion]), ("compose", [.workflow, .expansion]),
        ("advice", [.workflow, .aspect]), ("pointcuts", [.workflow, .aspect]),
    ]

    func formula(_ top: FormulaSection) -> Formula {
        top.check(
            [
                "formula", "description", "type", "version", "extends", "vars", "steps", "template", "compose",
                "advice",
                "pointcuts", "phase", "pour", "squash", "inputs", "prompts", "output", "legs", "synthesis", "presets",
                "agent", "review_only",
            ], refused: Self.refusedAtTop.merging(Self.refusedOfCompose) { top, _ in top })
        var formula = Formula(
            name: top.required("formula"), kind: kind(of: top), source: FormulaSource(path: path))
        formula.description = top.text("description") ?? ""
        formula.version = Int(top.integer("version", in: 1...1_000_000) ?? 1)
        formula.extends = top.texts("extends")
        formula.variables = variables(top)
        formula.steps = steps(top.sections("steps"))
        formula.template = filledInLater { steps(top.sections("template")) }
        compose(top, into: &formula)
        formula.advice = top.sections("advice").map(advice)
        formula.pointcuts = top.sections("pointcuts").map(pointcut)
        formula.squash = top.section("squash").map(squash)
        formula.isVapor = isVapor(top)
        convoy(top, into: &formula)
        checkTypes(top, of: formula.kind)
        return formula
    }

    /// What a formula of this type can't have would do nothing.
    private func checkTypes(_ top: FormulaSection, of kind: FormulaKind) {
        for (key, kinds) in Self.ofTypes where top.node(key) != nil && !kinds.contains(kind) {
            let types = kinds.map { "type = \"\($0.rawValue)\"" }.joined(separator: " or ")
            top.problem(
                at: key, "a formula of type \(kind.rawValue) has no \"\(key)\"",
                remedy: "Write \(types), or take it out")
        }
    }

    private func kind(of top: FormulaSection) -> FormulaKind {
        if let text = top.text("type") {
            if let kind = FormulaKind(rawValue: text) { return kind }
            let all = FormulaKind.allCases.map(\.rawValue).joined(separator: ", ")
            top.problem(at: "type", "there is no type \"\(text)\"", remedy: "There are: \(all)")
            return .workflow
        }
        if top.node("steps") != nil || top.node("extends") != nil { return .workflow }
        if top.node("legs") != nil { return .convoy }
        if top.node("template") != nil { return .expansion }
        return top.node("advice") != nil ? .aspect : .workflow
    }

    private func isVapor(_ top: FormulaSection) -> Bool {
        let isPoured = top.flag("pour") ?? false
        guard let phase = top.text("phase") else { return false }
        guard ["liquid", "vapor"].contains(phase) else {
            top.problem(at: "phase", "there is no phase \"\(phase)\"", remedy: "There are: liquid, vapor")
            return false
        }
        if phase == "vapor", isPoured {
            top.problem(at: "phase", "\"vapor\" and pour = true exclude each other", remedy: "Take one of them out")
        }
        return phase == "vapor"
    }

    private func squash(_ section: FormulaSection) -> SquashRule {
        section.check(["trigger", "template_type", "include_metrics"])
        let trigger = section.text("trigger") ?? "manual"
        if !["on_complete", "manual"].contains(trigger) {
            section.problem(
                at: "trigger", "there is no trigger \"\(trigger)\"", remedy: "There are: on_complete, manual")
        }
        return SquashRule(
            trigger: trigger, template: section.text("template_type"),
            hasMetrics: section.flag("include_metrics") ?? false)
    }
}

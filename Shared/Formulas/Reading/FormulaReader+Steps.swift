internal import SourceText
internal import TownModel

extension FormulaReader {
    private static let keys = [
        "id", "title", "description", "notes", "acceptance", "type", "priority", "labels", "needs", "depends_on",
        "waits_for", "assignee", "condition", "children", "gate", "loop", "on_complete", "metadata", "interactive",
        "run", "timeout", "retry", "parallel",
    ]
    private static let refused = [
        "expand": "Name the step in [[compose.expand]] with target and with",
        "expand_vars": "Write vars in [[compose.expand]]",
        "ralph": "Write retry = { max_attempts = 3 }, or a loop with until and max",
        "description_file": "Write the text itself in description",
    ]

    /// Steps of one list, with their parts and the bodies of their loops; no id stands twice among them.
    func steps(_ sections: [FormulaSection]) -> [FormulaStep] {
        let steps = sections.map(step)
        var known: [String: FormulaPlace] = [:]
        func visit(_ step: FormulaStep) {
            if let first = known[step.said.id], !step.said.id.isEmpty {
                problem(
                    at: step.place,
                    "the id \"\(step.said.id)\" stands twice, in line \(first.line) and in line \(step.place.line)",
                    remedy: "Give one of them another id")
            } else {
                known[step.said.id] = step.place
            }
            step.children.forEach(visit)
            step.loop?.body.forEach(visit)
        }
        steps.forEach(visit)
        return steps
    }

    func step(_ section: FormulaSection) -> FormulaStep {
        section.check(Self.keys, refused: Self.refused)
        var step = FormulaStep(said: said(section), place: section.place)
        step.needs = needs(section)
        step.waitsFor = waitsFor(section)
        step.children = section.sections("children").map(self.step)
        step.loop = section.section("loop").flatMap(loop)
        condition(section, into: &step)
        gate(section, into: &step)
        // True says what holds for every step anyway.
        if section.flag("parallel") == false {
            section.problem(
                at: "parallel", "steps that do not need each other always go side by side",
                remedy: "Let one need the other")
        }
        step.said.fanOut = section.section("on_complete").map(fanOut)
        if step.loop != nil, !step.children.isEmpty {
            section.problem(at: "children", "a loop has no children", remedy: "Write them as loop.body")
        }
        if !step.children.isEmpty {
            for key in ["gate", "timeout"] where section.node(key) != nil {
                section.problem(
                    at: key, "a step with children is a group and has no \(key)",
                    remedy: "Put it on a step that its parts need")
            }
        }
        return step
    }

    private func said(_ section: FormulaSection) -> GraphStep {
        var said = GraphStep(id: identifier(section), title: section.required("title"))
        said.description = section.text("description")
        said.notes = section.text("notes")
        said.acceptance = section.text("acceptance")
        said.type = type(section)
        if let number = section.integer("priority", in: 0...4) { said.priority = Priority(rawValue: Int(number)) }
        if section.node("labels") != nil { said.labels = section.texts("labels").map(\.value) }
        said.assignee = section.text("assignee")
        said.metadata = section.words("metadata")
        said.interactive = section.flag("interactive")
        said.run = section.text("run")
        if said.run?.isEmpty == true { section.problem(at: "run", "it is empty", remedy: "Write a shell command") }
        said.timeoutSeconds = section.seconds("timeout")
        said.retry = section.section("retry").flatMap(retry)
        return said
    }

    /// Letters, digits, `_`, `-`, `.`; in templates and advice also `{placeholders}`.
    func identifier(_ section: FormulaSection) -> String {
        let id = section.required("id")
        var isInside = false
        let isGood = id.unicodeScalars.allSatisfy { scalar in
            if idsAreFilledIn, scalar == "{" || scalar == "}" {
                defer { isInside = scalar == "{" }
                return isInside == (scalar == "}")
            }
            return "_-.".unicodeScalars.contains(scalar) || ("0"..."9").contains(scalar)
                || scalar.isASCII && scalar.properties.isAlphabetic
        }
        if !isGood || isInside {
            section.problem(
                at: "id", "\"\(id)\" is no id", remedy: "An id has letters, digits, \"_\", \"-\" and \".\"")
        }
        return id
    }

    private func type(_ section: FormulaSection) -> BeadType? {
        guard let text = section.text("type") else { return nil }
        let known = ["task", "bug", "feature", "epic", "chore"]
        if !known.contains(text) {
            section.problem(
                at: "type", "there is no type \"\(text)\" of a step",
                remedy: "There are: \(known.joined(separator: ", "))")
        }
        return BeadType(rawValue: text)
    }

    /// `needs` and `depends_on`, each once.
    func needs(_ section: FormulaSection) -> [Placed<String>] {
        var known: Set<String> = []
        return (section.texts("needs") + section.texts("depends_on")).filter { known.insert($0.value).inserted }
    }

    private func waitsFor(_ section: FormulaSection) -> Placed<WaitsFor>? {
        guard let text = section.text("waits_for") else { return nil }
        let place = section.place(of: "waits_for")
        if text == "all-children" { return Placed(WaitsFor(rule: .allChildren), at: place) }
        if text == "any-children" { return Placed(WaitsFor(rule: .anyChild), at: place) }
        let prefix = "children-of("
        if text.hasPrefix(prefix), text.hasSuffix(")"), text.count > prefix.count + 1 {
            let spawner = String(text.dropFirst(prefix.count).dropLast())
            return Placed(WaitsFor(rule: .allChildren, spawner: spawner), at: place)
        }
        problem(
            at: place, "\"\(text)\" is nothing to wait for",
            remedy: "There are: all-children, any-children, children-of(<id>)")
        return nil
    }

    /// About variables it is kept for cooking; about the molecule on its way it is read here.
    private func condition(_ section: FormulaSection, into step: inout FormulaStep) {
        guard let text = section.text("condition") else { return }
        let place = section.place(of: "condition")
        guard text.contains("{{") else {
            step.said.condition = stepCondition(text, at: place)
            return
        }
        guard Self.isAboutVariable(text) else {
            problem(
                at: place, "\"\(text)\" is no condition about a variable",
                remedy: "Write {{name}}, !{{name}}, {{name}} == value or {{name}} != value")
            return
        }
        step.condition = Placed(text, at: place)
    }

    func stepCondition(_ text: String, at place: FormulaPlace) -> StepCondition? {
        do throws(StepCondition.Fault) {
            return try StepCondition(text)
        } catch {
            problem(
                at: place, "no condition: \(error.sentence), at character \(error.column)",
                remedy: "Write one like plan.output.risk == 'high'")
            return nil
        }
    }

    private static func isAboutVariable(_ text: String) -> Bool {
        var rest = text.drop { $0 == " " }
        let isNegated = rest.first == "!"
        if isNegated { rest = rest.dropFirst().drop { $0 == " " } }
        guard rest.hasPrefix("{{") else { return false }
        rest = rest.dropFirst(2)
        let name = rest.prefix { $0 != "}" }.filter { $0 != " " }
        rest = rest.drop { $0 != "}" }
        guard !name.isEmpty, name.allSatisfy({ $0 == "_" || $0.isLetter || $0.isNumber }), rest.hasPrefix("}}") else {
            return false
        }
        rest = rest.dropFirst(2).drop { $0 == " " }
        if rest.isEmpty { return true }
        guard !isNegated, rest.hasPrefix("==") || rest.hasPrefix("!=") else { return false }
        return !rest.contains("{{")
    }
}

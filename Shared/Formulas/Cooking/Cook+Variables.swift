internal import TownModel

extension Cook {
    /// What every variable stands for: given, else its default. All that is wrong is found at once, before anything
    /// else is made of them.
    static func values(for order: Order, of formula: Formula, in kitchen: inout Kitchen) -> [String: String] {
        refuseUnasked(order, of: formula, in: &kitchen)
        var values = order.variables
        for variable in formula.variables {
            if let value = order.variables[variable.name] ?? variable.defaultValue {
                values[variable.name] = value
                check(value, of: variable, at: variable.place, in: &kitchen)
            } else if kitchen.mode == .ready {
                values[variable.name] = missing(variable, order, in: &kitchen)
            }
        }
        return values
    }

    /// What is given, but asked for neither by the formula's variables nor by any of its texts.
    private static func refuseUnasked(_ order: Order, of formula: Formula, in kitchen: inout Kitchen) {
        let declared = Set(formula.variables.map(\.name))
        let others = order.variables.keys.filter { !declared.contains($0) }.sorted()
        guard !others.isEmpty else { return }
        let used = formula.kind == .convoy ? convoyWords : usedNames(in: formula)
        for name in others where !used.contains(name) {
            kitchen.refuse(
                at: nil, "\"\(formula.name)\" has no variable \"\(name)\"",
                NearWords.remedy(for: name, among: declared.union(used), none: "It asks for none."))
        }
    }

    private static func usedNames(in formula: Formula) -> Set<String> {
        var names = Set(Braces.names(in: formula.description))
        formula.steps.forEachStep { step in
            var said = step.said
            let note: (String) -> String = { text in
                names.formUnion(Braces.names(in: text))
                return text
            }
            said.changeTexts(note, shell: note)
            if let text = step.condition?.value { names.formUnion(Braces.names(in: text)) }
            for text in step.loop?.times.value.texts ?? [] {
                names.formUnion(Braces.names(in: text))
                names.formUnion(Braces.words(in: text))
            }
        }
        return names
    }

    /// The value of a variable that nobody gave: nothing where another one stands for it.
    private static func missing(
        _ variable: FormulaVariable, _ order: Order, in kitchen: inout Kitchen
    ) -> String? {
        if let others = variable.requiredUnless {
            if others.contains(where: { order.variables[$0] != nil }) { return "" }
            kitchen.refuse(
                at: variable.place, "\(NearWords.either([variable.name] + others)) is required", "Give one of them.")
            return nil
        }
        if variable.isRequired {
            kitchen.refuse(at: variable.place, "the variable \"\(variable.name)\" is required", variable.ask)
        }
        return nil
    }

    /// Whether a value is what its variable allows.
    static func check(
        _ value: String, of variable: FormulaVariable, at place: FormulaPlace, in kitchen: inout Kitchen
    ) {
        let name = variable.name
        if let allowed = variable.allowed, !allowed.contains(value) {
            kitchen.refuse(
                at: place, "\"\(value)\" is no value for \"\(name)\"",
                "It may be \(NearWords.either(allowed)).")
        }
        switch variable.kind {
        case .string: break
        case .int:
            if Int64(value) == nil {
                kitchen.refuse(at: place, "\"\(value)\" is no value for \"\(name)\"", "It must be a whole number.")
            }
        case .bool:
            if value != "true", value != "false" {
                kitchen.refuse(
                    at: place, "\"\(value)\" is no value for \"\(name)\"", "It may be \"true\" or \"false\".")
            }
        }
        if let pattern = variable.pattern { match(value, pattern, of: variable, at: place, in: &kitchen) }
    }

    private static func match(
        _ value: String, _ pattern: String, of variable: FormulaVariable, at place: FormulaPlace,
        in kitchen: inout Kitchen
    ) {
        do {
            if try Regex(pattern).wholeMatch(in: value) != nil { return }
            kitchen.refuse(
                at: place, "\"\(value)\" is no value for \"\(variable.name)\"",
                "The whole of it must match \(pattern)")
        } catch {
            kitchen.refuse(
                at: variable.place, "the pattern of \"\(variable.name)\" is no regular expression: \(pattern)",
                "Correct it, or take it out.")
        }
    }
}

extension FormulaVariable {
    /// What to do when it has no value.
    var ask: String {
        guard let description, !description.isEmpty else { return "Give a value for \"\(name)\"." }
        return "Give a value for \"\(name)\" (\(description))."
    }
}

extension FormulaLoop.Times {
    var texts: [String] {
        switch self {
        case .count(let text), .range(let text): [text]
        case .until(let text, let max): [text, max]
        }
    }
}

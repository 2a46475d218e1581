internal import TownModel

extension Cook {
    /// `compose.expand`, rule by rule: each may meet the steps that an earlier one put in.
    static func expand(_ formula: inout Formula, in kitchen: inout Kitchen) {
        for rule in formula.expansions {
            guard let expansion = extended(rule.formula, at: rule.place, in: &kitchen) else { continue }
            guard expansion.kind == .expansion else {
                kitchen.refuse(
                    at: rule.place, "\"\(rule.formula)\" is of type \(expansion.kind.rawValue), not an expansion",
                    expansion.kind == .aspect
                        ? "Name it in compose.aspects." : "Name a formula that has a template.")
                continue
            }
            guard !expansion.template.isEmpty else {
                kitchen.refuse(
                    at: rule.place, "the template of \"\(rule.formula)\" has no steps", "Add [[template]] to it.")
                continue
            }
            let words = words(of: rule, for: expansion, in: &kitchen)
            var work = Expansion(rule: rule, template: expansion.template, words: words)
            work.replaceTargets(in: &formula.steps, &kitchen)
            if work.met == 0 { refuseTarget(rule, of: formula, in: &kitchen) }
            formula.adopt(expansion.variables.filter { rule.variables[$0.name] == nil && !$0.isRequired })
        }
    }

    private static func refuseTarget(_ rule: ExpandRule, of formula: Formula, in kitchen: inout Kitchen) {
        var ids: Set<String> = []
        formula.steps.forEachStep { ids.insert($0.said.id) }
        kitchen.refuse(
            at: rule.place, "there is no step \"\(rule.target)\" to expand",
            NearWords.remedy(for: rule.target, among: ids, none: "The formula has no steps."))
    }

    /// What the template's `{name}` stand for: the rule's values, else the template's own defaults.
    private static func words(
        of rule: ExpandRule, for expansion: Formula, in kitchen: inout Kitchen
    ) -> [String: String] {
        var words: [String: String] = [:]
        for variable in expansion.variables {
            let value = rule.variables[variable.name] ?? variable.defaultValue
            words[variable.name] = value
            if let value, !Braces.hasAny(value) { check(value, of: variable, at: rule.place, in: &kitchen) }
            if value == nil, variable.isRequired {
                kitchen.refuse(
                    at: rule.place, "\"\(rule.formula)\" needs the variable \"\(variable.name)\"",
                    "Give it in the rule's vars.")
            }
        }
        var texts = TextSearch()
        expansion.template.forEachStep { texts.add($0) }
        for (name, value) in rule.variables.sorted(by: { $0.key < $1.key }) where words[name] == nil {
            words[name] = value
            if texts.contains("{\(name)}") { continue }
            kitchen.refuse(
                at: rule.place, "\"\(rule.formula)\" has no variable \"\(name)\"",
                NearWords.remedy(
                    for: name, among: expansion.variables.map(\.name), none: "Take it out of the rule's vars."))
        }
        return words
    }
}

extension Formula {
    /// Variables of a formula whose steps came in are asked for here too.
    mutating func adopt(_ others: [FormulaVariable]) {
        let known = Set(variables.map(\.name))
        variables += others.filter { !known.contains($0.name) }
    }
}

/// All texts of some steps, to look for a word in.
private struct TextSearch {
    private var texts: [String] = []

    mutating func add(_ step: FormulaStep) {
        var said = step.said
        var all = [said.id]
        let note: (String) -> String = { text in
            all.append(text)
            return text
        }
        said.changeTexts(note, shell: note)
        texts += all + step.needs.map(\.value)
        if let text = step.condition?.value { texts.append(text) }
        texts += step.loop?.times.value.texts ?? []
    }

    func contains(_ word: String) -> Bool { texts.contains { $0.contains(word) } }
}

internal import TownModel

extension Cook {
    /// A formula with all that it extends: the parents' parts first, in order, then its own; a step of its own with the
    /// id of an inherited one takes that one's place. nil: there is none, or none that holds together; the kitchen has
    /// why.
    static func extended(
        _ name: String, at place: FormulaPlace?, by trail: [String] = [], in kitchen: inout Kitchen
    ) -> Formula? {
        if let known = kitchen.extended[name] { return known }
        if let begin = trail.firstIndex(of: name) {
            let chain = (trail[begin...] + [name]).joined(separator: " -> ")
            kitchen.refuse(at: place, "formulas extend each other: \(chain)", "Take one of them out of extends.")
            return nil
        }
        guard let child = kitchen.fetch(name, at: place) else { return nil }
        var whole = Formula(name: child.name, kind: child.kind, source: child.source)
        var isWhole = true
        for parent in child.extends {
            guard let base = extended(parent.value, at: parent.place, by: trail + [name], in: &kitchen),
                fits(base, child, at: parent.place, in: &kitchen)
            else {
                isWhole = false
                continue
            }
            whole.inherit(base)
        }
        guard isWhole else { return nil }
        whole.add(child)
        whole = kitchen.changed(whole)
        for list in [\Formula.steps, \Formula.template] { whole[keyPath: list].settleWaits() }
        kitchen.extended[name] = whole
        return whole
    }

    private static func fits(
        _ base: Formula, _ child: Formula, at place: FormulaPlace, in kitchen: inout Kitchen
    ) -> Bool {
        guard base.kind != child.kind else { return true }
        let remedy =
            switch base.kind {
            case .aspect: "Name it in compose.aspects."
            case .expansion: "Name it in compose.expand."
            case .workflow, .convoy: "Extend a formula of the same type."
            }
        kitchen.refuse(
            at: place,
            "\"\(child.name)\", of type \(child.kind.rawValue), can't extend "
                + "\"\(base.name)\", of type \(base.kind.rawValue)",
            remedy)
        return false
    }
}

extension Formula {
    /// What a parent gives: of variables, the first parent that has one wins.
    fileprivate mutating func inherit(_ base: Formula) {
        let known = Set(variables.map(\.name))
        variables += base.variables.filter { !known.contains($0.name) }
        steps.override(with: base.steps)
        template.override(with: base.template)
        addComposition(of: base)
        if description.isEmpty { description = base.description }
        if convoy == nil { convoy = base.convoy }
        if squash == nil { squash = base.squash }
        isVapor = isVapor || base.isVapor
    }

    /// What a child's own file says, over what it inherited.
    fileprivate mutating func add(_ child: Formula) {
        for variable in child.variables {
            if let at = variables.firstIndex(where: { $0.name == variable.name }) {
                variables[at] = variable
            } else {
                variables.append(variable)
            }
        }
        steps.override(with: child.steps)
        template.override(with: child.template)
        addComposition(of: child)
        version = child.version
        if !child.description.isEmpty { description = child.description }
        convoy = child.convoy ?? convoy
        squash = child.squash ?? squash
        isVapor = isVapor || child.isVapor
    }

    /// Rules of both, each once: the same parent may come by two ways. A later rule for the same target takes the place
    /// of the earlier.
    private mutating func addComposition(of other: Formula) {
        let inherited = Set(expansions.map(\.target))
        for rule in other.expansions {
            if inherited.contains(rule.target), let at = expansions.firstIndex(where: { $0.target == rule.target }) {
                expansions[at] = rule
            } else {
                expansions.append(rule)
            }
        }
        let named = Set(aspects.map(\.value))
        aspects += other.aspects.filter { !named.contains($0.value) }
        advice += other.advice.filter { !advice.contains($0) }
        pointcuts += other.pointcuts.filter { !pointcuts.contains($0) }
    }
}

extension [FormulaStep] {
    /// A step whose id is here already takes that one's place; the others follow.
    fileprivate mutating func override(with steps: [FormulaStep]) {
        guard !isEmpty else {
            self = steps
            return
        }
        var byID: [String: FormulaStep] = [:]
        for step in steps where byID[step.said.id] == nil { byID[step.said.id] = step }
        var used: Set<String> = []
        replace(from: byID, used: &used)
        for step in steps where used.remove(step.said.id) == nil { append(step) }
    }

    private mutating func replace(from byID: [String: FormulaStep], used: inout Set<String>) {
        for at in indices {
            if let step = byID[self[at].said.id], used.insert(step.said.id).inserted {
                self[at] = step
            } else {
                self[at].children.replace(from: byID, used: &used)
                self[at].loop?.body.replace(from: byID, used: &used)
            }
        }
    }
}

internal import TownModel

/// A scope is a list of steps with the parts of its groups: ids are unique in it. A loop's body is a scope inside of
/// the loop's, and sees the ids of the scopes around it.
extension [FormulaStep] {
    var scopeIDs: Set<String> {
        var ids: Set<String> = []
        forEachInScope { ids.insert($0.said.id) }
        return ids
    }

    func forEachInScope(_ visit: (FormulaStep) -> Void) {
        for step in self {
            visit(step)
            step.children.forEachInScope(visit)
        }
    }

    /// With the bodies of loops.
    func forEachStep(_ visit: (FormulaStep) -> Void) {
        for step in self {
            visit(step)
            step.children.forEachStep(visit)
            step.loop?.body.forEachStep(visit)
        }
    }

    /// Makes plain whose children a step waits for that names only its needs, before these change.
    mutating func settleWaits() {
        for at in indices {
            self[at].settleWaits()
            self[at].children.settleWaits()
            self[at].loop?.body.settleWaits()
        }
    }

    /// In this scope, and in the bodies inside of it that have no such id of their own.
    mutating func rename(_ renaming: Renaming) {
        guard !renaming.needs.isEmpty else { return }
        for at in indices {
            self[at].rename(renaming)
            self[at].children.rename(renaming)
            guard let own = self[at].loop?.body.scopeIDs else { continue }
            self[at].loop?.body.rename(renaming.without(own))
        }
    }
}

/// Whoever needed one step needs others now.
struct Renaming {
    var needs: [String: [String]]
    /// Whose children are waited for instead.
    var spawners: [String: String] = [:]
    /// Ids that mean another step here.
    var hidden: Set<String> = []
    /// A step that asks for an output of "whichever step is needed" keeps that need too.
    var keepsAsked = false

    func without(_ ids: Set<String>) -> Renaming {
        var renaming = self
        renaming.hidden.formUnion(ids)
        return renaming
    }

    func others(of id: String) -> [String]? { hidden.contains(id) ? nil : needs[id] }

    func spawner(for id: String) -> String? { hidden.contains(id) ? nil : spawners[id] }
}

extension FormulaStep {
    /// Nobody works at it itself.
    var isWorkless: Bool { !children.isEmpty || loop != nil }

    /// Decided when the formula is cooked, as far as its condition says.
    var variableCondition: Placed<String>? {
        condition.flatMap { Condition.isOfVariables($0.value) ? $0 : nil }
    }

    /// It may ask for an output of whichever step it needs.
    var asksOfNeeds: Bool { condition != nil && variableCondition == nil }

    mutating func settleWaits() {
        guard waitsFor?.value.spawner == nil, let first = needs.first else { return }
        waitsFor?.value.spawner = first.value
    }

    mutating func rename(_ renaming: Renaming) {
        if let spawner = waitsFor?.value.spawner, let other = renaming.spawner(for: spawner) {
            waitsFor?.value.spawner = other
        }
        guard needs.contains(where: { renaming.others(of: $0.value) != nil }) else { return }
        let old = needs
        needs = []
        for need in old {
            guard let others = renaming.others(of: need.value) else {
                addNeed(need)
                continue
            }
            if renaming.keepsAsked, asksOfNeeds { addNeed(need) }
            for other in others { addNeed(Placed(other, at: need.place)) }
        }
    }

    mutating func addNeed(_ need: Placed<String>) {
        if !needs.contains(where: { $0.value == need.value }) { needs.append(need) }
    }
}

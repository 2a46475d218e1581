internal import TownModel

extension Cook {
    /// A need that a loop's body has on a step outside: the loop's own.
    private struct Lifted {
        var need: Placed<String>
        var rule: NeedRule
        /// Who needs it.
        var id: String
    }

    /// The rows of a whole formula; ids, needs and cycles are checked on the way.
    static func rows(of formula: Formula, in kitchen: inout Kitchen) -> Rows {
        if formula.steps.isEmpty {
            let place = FormulaPlace(path: formula.source.path, line: 1, key: "")
            kitchen.refuse(
                at: place, "\"\(formula.name)\" has no steps", "Add [[steps]], or extend a formula that has some.")
        }
        return scope(formula.steps, within: [], in: &kitchen).rows
    }

    private static func scope(
        _ steps: [FormulaStep], within outer: [[String: Int]], in kitchen: inout Kitchen
    ) -> (rows: Rows, lifted: [Lifted]) {
        var scope = Rows()
        lay(steps, parent: nil, into: &scope, &kitchen)
        var lifted: [Lifted] = []
        for at in scope.rows.indices {
            var inner: [Lifted] = []
            if let loop = scope.rows[at].step.loop {
                (scope.rows[at].body, inner) = self.scope(loop.body, within: outer + [scope.index], in: &kitchen)
            }
            for wanted in wishes(of: scope.rows[at].step, &kitchen) + inner {
                if let node = scope.index[wanted.need.value] {
                    add(GraphNeed(node, wanted.rule), by: wanted, to: at, in: &scope, &kitchen)
                } else if outer.contains(where: { $0[wanted.need.value] != nil }) {
                    lifted.append(wanted)
                } else {
                    refuseUnknown(wanted, in: scope, outer, &kitchen)
                }
            }
        }
        findOrder(of: &scope, in: &kitchen)
        return (scope, lifted)
    }

    private static func lay(
        _ steps: [FormulaStep], parent: Int?, into scope: inout Rows, _ kitchen: inout Kitchen
    ) {
        for step in steps {
            let id = step.said.id
            checkShape(step, in: &kitchen)
            let at = scope.rows.count
            if let first = scope.index[id] {
                refuseSecond(step, first: scope.rows[first].step, in: &kitchen)
            } else {
                scope.index[id] = at
            }
            scope.rows.append(Rows.Row(step: step, parent: parent))
            lay(step.children, parent: at, into: &scope, &kitchen)
        }
    }

    /// Everything that a step waits for, by name.
    private static func wishes(of step: FormulaStep, _ kitchen: inout Kitchen) -> [Lifted] {
        var wishes: [Lifted] = []
        var rest = step.needs
        if let wait = step.waitsFor {
            if let spawner = wait.value.spawner {
                rest.removeAll { $0.value == spawner }
                wishes.append(
                    Lifted(need: Placed(spawner, at: wait.place), rule: wait.value.rule, id: step.said.id))
            } else {
                kitchen.refuse(
                    at: wait.place, "\"\(step.said.id)\" waits for the children of no step",
                    "Write waits_for = \"children-of(ID)\", or say in needs whose children they are.")
            }
        }
        return wishes + rest.map { Lifted(need: $0, rule: .ended, id: step.said.id) }
    }

    private static func add(
        _ need: GraphNeed, by wanted: Lifted, to at: Int, in scope: inout Rows, _ kitchen: inout Kitchen
    ) {
        let target = scope.rows[need.node].step.said.id
        if need.node == at, wanted.id == target {
            kitchen.refuse(at: wanted.need.place, "\"\(target)\" needs itself", "Take the need out.")
            return
        }
        var above: Int? = wanted.id == scope.rows[at].step.said.id ? scope.rows[at].parent : at
        while let group = above {
            if group == need.node {
                let what = scope.rows[group].isGroup ? "group" : "loop"
                kitchen.refuse(
                    at: wanted.need.place,
                    "\"\(wanted.id)\" needs \"\(target)\", the \(what) that it is a part of",
                    "Take the need out: a part begins when its \(what) may.")
                return
            }
            above = scope.rows[group].parent
        }
        GraphNeed.add(need, to: &scope.rows[at].needs)
    }
}

extension Cook {
    private static let meantMax = 50

    private static func refuseUnknown(
        _ wanted: Lifted, in scope: Rows, _ outer: [[String: Int]], _ kitchen: inout Kitchen
    ) {
        let name = wanted.need.value
        if let loop = scope.rows.first(where: { $0.body?.hasStep(name) == true }) {
            let loopID = loop.step.said.id
            kitchen.refuse(
                at: wanted.need.place, "\"\(name)\" is a step of the loop \"\(loopID)\", and has no end of its own",
                "Need the loop: \"\(loopID)\".")
            return
        }
        // Where everything is wrong, looking for what was meant would take longer than reading it.
        guard kitchen.problems.count < meantMax else {
            kitchen.refuse(at: wanted.need.place, "there is no step \"\(name)\"", "Name one that there is.")
            return
        }
        let known = outer.reduce(Set(scope.index.keys)) { $0.union($1.keys) }
        kitchen.refuse(
            at: wanted.need.place, "there is no step \"\(name)\"",
            NearWords.remedy(for: name, among: known.subtracting([wanted.id]), none: "There is no other step."))
    }

    private static func refuseSecond(_ step: FormulaStep, first: FormulaStep, in kitchen: inout Kitchen) {
        let id = step.said.id
        guard first.place != step.place else {
            kitchen.refuse(
                at: step.place, "the step \"\(id)\" comes in twice",
                "Let its id name the step that it is put around: \"{step.id}-\(id)\", or \"{target}.\(id)\".")
            return
        }
        kitchen.refuse(
            at: step.place, "there are two steps \"\(id)\": the first is at \(first.place.path):\(first.place.line)",
            "Give one of them another id.")
    }

    /// A step whose id nothing fills, or that says what nobody would do.
    private static func checkShape(_ step: FormulaStep, in kitchen: inout Kitchen) {
        let id = step.said.id
        if id.isEmpty { kitchen.refuse(at: step.place, "a step has no id", "Give it one.") }
        if id.contains("{") {
            kitchen.refuse(
                at: step.place, "in the id \"\(id)\" stands a name that nothing fills",
                "An id has no variables; in a template it may have {target}, in advice {step.id}.")
        }
        guard step.isWorkless else { return }
        let what = step.loop == nil ? "group" : "loop"
        if step.loop != nil, !step.children.isEmpty {
            kitchen.refuse(
                at: step.place, "\"\(id)\" has both children and a loop", "Put the children into the loop's body.")
        }
        let idle: [(key: String, isThere: Bool)] = [
            ("run", step.said.run != nil), ("on_complete", step.said.fanOut != nil),
            ("retry", step.said.retry != nil),
        ]
        for (key, isThere) in idle where isThere {
            kitchen.refuse(
                at: step.place, "\"\(id)\" is a \(what), at which nobody works, so its \(key) would do nothing",
                "Say it at a step inside of it.")
        }
    }
}

extension Rows {
    /// In the scope, or in a body at any depth.
    fileprivate func hasStep(_ id: String) -> Bool {
        index[id] != nil || rows.contains { $0.body?.hasStep(id) == true }
    }
}

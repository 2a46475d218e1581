internal import TownModel

/// One rule at work: the step's place is taken by the template's steps, and nothing that the step said is lost.
///
/// Whoever needed the step needs all of the template's ends; the template's beginnings wait for all that it waited for.
struct Expansion {
    let rule: ExpandRule
    let template: [FormulaStep]
    let words: [String: String]
    private(set) var met = 0

    init(rule: ExpandRule, template: [FormulaStep], words: [String: String]) {
        self.rule = rule
        self.template = template
        self.words = words
    }

    /// In this scope and in all bodies inside of it.
    mutating func replaceTargets(in scope: inout [FormulaStep], _ kitchen: inout Kitchen) {
        replaceInBodies(of: &scope, &kitchen)
        guard let target = find(in: scope) else { return }
        met += 1
        guard canGo(target, &kitchen) else { return }
        var own = words
        own["target"] = target.said.id
        own["target.id"] = target.said.id
        own["target.title"] = target.said.title
        own["target.description"] = target.said.description ?? ""
        var steps = template.map { $0.filled(own) }
        steps.settleWaits()
        let ends = ends(of: steps)
        if ends.count != 1, isSpawner(scope) {
            kitchen.refuse(
                at: rule.place, "a step waits for the children of \"\(rule.target)\", which becomes \(ends.count) ends",
                "Let it wait for the children of one step of the template.")
            return
        }
        hand(on: target, to: &steps, ends: Set(ends), &kitchen)
        let spawners = ends.count == 1 ? [rule.target: ends[0]] : [:]
        scope.rename(Renaming(needs: [rule.target: ends], spawners: spawners))
        put(steps, into: &scope)
    }

    private mutating func replaceInBodies(of steps: inout [FormulaStep], _ kitchen: inout Kitchen) {
        for at in steps.indices {
            replaceInBodies(of: &steps[at].children, &kitchen)
            guard var loop = steps[at].loop else { continue }
            replaceTargets(in: &loop.body, &kitchen)
            steps[at].loop = loop
        }
    }

    private func find(in scope: [FormulaStep]) -> FormulaStep? {
        for step in scope {
            if step.said.id == rule.target { return step }
            if let found = find(in: step.children) { return found }
        }
        return nil
    }

    private func isSpawner(_ scope: [FormulaStep]) -> Bool {
        var isOne = false
        scope.forEachStep { if $0.waitsFor?.value.spawner == rule.target { isOne = true } }
        return isOne
    }

    private func put(_ steps: [FormulaStep], into list: inout [FormulaStep]) {
        if let at = list.firstIndex(where: { $0.said.id == rule.target }) {
            list.replaceSubrange(at...at, with: steps)
        } else {
            for at in list.indices { put(steps, into: &list[at].children) }
        }
    }

    /// What has no place in a template's steps is refused by name.
    private func canGo(_ target: FormulaStep, _ kitchen: inout Kitchen) -> Bool {
        let lost: (what: String, remedy: String)? =
            if !target.children.isEmpty {
                ("parts", "Name one of its parts as the target.")
            } else if target.loop != nil {
                ("a loop", "Name a step of its body as the target.")
            } else if target.said.run != nil {
                ("a run", "Put the command into the template.")
            } else if target.said.fanOut != nil {
                ("an on_complete", "Put it into the template.")
            } else {
                nil
            }
        guard let lost else { return true }
        kitchen.refuse(
            at: rule.place, "\"\(rule.target)\" has \(lost.what), which an expansion would lose", lost.remedy)
        return false
    }

    /// Steps that no other step of the template needs.
    private func ends(of steps: [FormulaStep]) -> [String] {
        var needed: Set<String> = []
        steps.forEachStep { step in
            for need in step.needs where need.value != step.said.id { needed.insert(need.value) }
        }
        return steps.map(\.said.id).filter { !needed.contains($0) }
    }

    private func hand(
        on target: FormulaStep, to steps: inout [FormulaStep], ends: Set<String>, _ kitchen: inout Kitchen
    ) {
        let inner = steps.scopeIDs
        for at in steps.indices {
            let isBeginning = !steps[at].needs.contains { inner.contains($0.value) }
            if isBeginning { begin(&steps[at], like: target, &kitchen) }
            if ends.contains(steps[at].said.id) {
                steps[at].said.acceptance = steps[at].said.acceptance ?? target.said.acceptance
            }
            steps[at].condition = Condition.both(target.condition, steps[at].condition)
            steps[at].inherit(target.said)
        }
    }

    private func begin(_ step: inout FormulaStep, like target: FormulaStep, _ kitchen: inout Kitchen) {
        let own = step.needs
        step.needs = target.needs
        for need in own { step.addNeed(need) }
        if let gate = target.said.gate {
            if step.said.gate != nil {
                kitchen.refuse(
                    at: rule.place, "both \"\(rule.target)\" and the template's step \"\(step.said.id)\" have a gate",
                    "Take one of them out.")
            }
            step.said.gate = gate
        }
        if let wait = target.waitsFor {
            if step.waitsFor != nil {
                kitchen.refuse(
                    at: rule.place,
                    "both \"\(rule.target)\" and the template's step \"\(step.said.id)\" have a waits_for",
                    "Take one of them out.")
            }
            step.waitsFor = wait
        }
    }
}

extension FormulaStep {
    /// What a step without its own words takes from the one whose place it is in.
    fileprivate mutating func inherit(_ other: GraphStep) {
        said.labels = said.labels ?? other.labels
        said.priority = said.priority ?? other.priority
        said.assignee = said.assignee ?? other.assignee
        if let metadata = other.metadata { said.metadata = metadata.merging(said.metadata ?? [:]) { $1 } }
        if !isWorkless {
            said.notes = said.notes ?? other.notes
            said.type = said.type ?? other.type
            said.agent = said.agent ?? other.agent
            said.reviewOnly = said.reviewOnly ?? other.reviewOnly
            said.interactive = said.interactive ?? other.interactive
            said.timeoutSeconds = said.timeoutSeconds ?? other.timeoutSeconds
            said.retry = said.retry ?? other.retry
        }
        for at in children.indices { children[at].inherit(other) }
        guard var inner = loop else { return }
        for at in inner.body.indices { inner.body[at].inherit(other) }
        loop = inner
    }
}

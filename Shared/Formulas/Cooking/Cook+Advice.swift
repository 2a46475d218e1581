internal import TownModel

extension Cook {
    /// The advice of aspects, in order; each may meet what an earlier one put in.
    static func weave(_ formula: inout Formula, in kitchen: inout Kitchen) {
        for name in formula.aspects {
            guard let aspect = extended(name.value, at: name.place, in: &kitchen) else { continue }
            guard aspect.kind == .aspect else {
                kitchen.refuse(
                    at: name.place, "\"\(name.value)\" is of type \(aspect.kind.rawValue), not an aspect",
                    aspect.kind == .expansion ? "Name it in compose.expand." : "Name a formula of type aspect.")
                continue
            }
            advise(&formula.steps, by: aspect, in: &kitchen)
            formula.adopt(aspect.variables)
        }
    }

    /// All advice of one formula. It never meets a step that came in by the same formula's advice.
    static func advise(_ steps: inout [FormulaStep], by formula: Formula, in kitchen: inout Kitchen) {
        guard !formula.advice.isEmpty else { return }
        var old: Set<String> = []
        steps.forEachStep { old.insert($0.said.id) }
        let pointcuts = formula.pointcuts.map(Cut.init)
        for advice in formula.advice {
            var weaving = Weaving(advice: advice, pointcuts: pointcuts, eligible: old)
            weaving.weave(&steps)
            if weaving.met == 0 {
                kitchen.warn(
                    at: advice.place, "the advice for \"\(advice.target)\" fits no step",
                    NearWords.remedy(for: advice.target, among: old, none: "The formula has no steps."))
            }
        }
    }
}

/// A pointcut, ready to be asked.
private struct Cut {
    let pointcut: Pointcut
    let glob: Glob?

    init(_ pointcut: Pointcut) {
        self.pointcut = pointcut
        glob = pointcut.glob.map(Glob.init)
    }

    func fits(_ step: GraphStep) -> Bool {
        if let glob, !glob.matches(step.id) { return false }
        if let type = pointcut.type, type != (step.type ?? .task).rawValue { return false }
        if let label = pointcut.label, step.labels?.contains(label) != true { return false }
        return true
    }
}

/// One advice at work.
private struct Weaving {
    let advice: Advice
    let pointcuts: [Cut]
    let eligible: Set<String>
    let glob: Glob
    var met = 0

    init(advice: Advice, pointcuts: [Cut], eligible: Set<String>) {
        self.advice = advice
        self.pointcuts = pointcuts
        self.eligible = eligible
        glob = Glob(advice.target)
    }

    /// First whoever needed a step that is met is told to need what comes after it, then that is put in.
    mutating func weave(_ scope: inout [FormulaStep]) {
        var last: [String: [String]] = [:]
        if let end = advice.after.last {
            scope.forEachInScope { step in
                if fits(step) { last[step.said.id] = [end.filled(words(of: step)).said.id] }
            }
        }
        let renaming = Renaming(needs: last, keepsAsked: true)
        scope.rename(renaming)
        scope = woven(scope, renaming)
    }

    private func fits(_ step: FormulaStep) -> Bool {
        eligible.contains(step.said.id) && glob.matches(step.said.id)
            && (pointcuts.isEmpty || pointcuts.contains { $0.fits(step.said) })
    }

    private func words(of step: FormulaStep) -> [String: String] {
        [
            "step.id": step.said.id, "step.title": step.said.title,
            "step.description": step.said.description ?? "",
        ]
    }

    private mutating func woven(_ steps: [FormulaStep], _ renaming: Renaming) -> [FormulaStep] {
        var result: [FormulaStep] = []
        for old in steps {
            var step = old
            step.children = woven(step.children, renaming)
            if var loop = step.loop {
                weave(&loop.body)
                step.loop = loop
            }
            guard fits(old) else {
                result.append(step)
                continue
            }
            met += 1
            result += around(step, renaming.without([step.said.id]))
        }
        return result
    }

    private func around(_ target: FormulaStep, _ renaming: Renaming) -> [FormulaStep] {
        var step = target
        var before = inserted(advice.before, for: step, renaming)
        var after = inserted(advice.after, for: step, renaming)
        for at in before.indices.dropFirst() { before[at].need(before[at - 1].said.id, from: advice) }
        if let last = before.last {
            for need in step.needs { before[0].addNeed(need) }
            if before[0].waitsFor == nil { swap(&before[0].waitsFor, &step.waitsFor) }
            if !step.asksOfNeeds { step.needs = [] }
            step.need(last.said.id, from: advice)
        }
        for at in after.indices { after[at].need(at == 0 ? step.said.id : after[at - 1].said.id, from: advice) }
        before.settleWaits()
        after.settleWaits()
        return before + [step] + after
    }

    /// They come with the step: when variables leave it out, they stay out too.
    private func inserted(
        _ steps: [FormulaStep], for target: FormulaStep, _ renaming: Renaming
    ) -> [FormulaStep] {
        var filled = steps.map { $0.filled(words(of: target)) }
        filled.rename(renaming)
        for at in filled.indices {
            filled[at].condition = Condition.both(target.variableCondition, filled[at].condition)
        }
        return filled
    }
}

extension FormulaStep {
    fileprivate mutating func need(_ id: String, from advice: Advice) { addNeed(Placed(id, at: advice.place)) }
}

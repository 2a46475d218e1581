internal import TownModel

extension Formula {
    /// With an overlay's changes, and what is wrong with them: a step that is not there is a warning, for the formula
    /// may have changed since; nothing left to do is an error.
    ///
    /// Steps are found at every depth: parts of groups, bodies of loops, an expansion's template. Parents' steps are
    /// found when the parents were joined in before.
    package func applying(_ overlay: FormulaOverlay) -> (Formula, [FormulaProblem]) {
        var changed = self
        var problems: [FormulaProblem] = []
        let ids = (steps + template).flatMap(\.idsWithin)
        var skipped: Set<String> = []
        for override in overlay.overrides {
            let id = override.step.value
            guard ids.contains(id) else {
                problems.append(.unknownStep(override.step, formula: name, ids: ids))
                continue
            }
            if skipped.contains(id) {
                problems.append(
                    FormulaProblem(
                        .warning, at: override.step.place, "\"\(id)\" is skipped further up, so this changes nothing",
                        remedy: "Leave out one of the two."))
            }
            if override.change == .skip { skipped.insert(id) }
            changed.steps = changed.steps.map { $0.changed(by: override) }
            changed.template = changed.template.map { $0.changed(by: override) }
        }
        guard !skipped.isEmpty else { return (changed, problems) }
        let isEmpty = changed.steps.isEmpty && changed.template.isEmpty
        changed.steps = SkippedSteps(skipped, in: changed.steps).left(&problems)
        changed.template = SkippedSteps(skipped, in: changed.template).left(&problems)
        if !isEmpty, changed.steps.isEmpty, changed.template.isEmpty {
            let first = overlay.overrides.first { $0.change == .skip }
            problems.append(
                FormulaProblem(
                    at: first?.step.place, "every step of \"\(name)\" is skipped", remedy: "Leave one that is done."))
        }
        return (changed, problems)
    }
}

extension FormulaProblem {
    fileprivate static func unknownStep(_ step: Placed<String>, formula: String, ids: [String]) -> FormulaProblem {
        FormulaProblem(
            .warning, at: step.place, "\"\(formula)\" has no step \"\(step.value)\", so nothing is changed",
            remedy: NearWords.remedy(for: step.value, among: Set(ids), none: "It has no steps of its own."))
    }
}

extension FormulaStep {
    /// Its id, its parts' and its body's.
    fileprivate var idsWithin: [String] {
        [said.id] + children.flatMap(\.idsWithin) + (loop?.body ?? []).flatMap(\.idsWithin)
    }

    fileprivate func changed(by override: StepOverride) -> FormulaStep {
        var step = self
        step.children = children.map { $0.changed(by: override) }
        step.loop?.body = (loop?.body ?? []).map { $0.changed(by: override) }
        guard said.id == override.step.value else { return step }
        switch override.change {
        case .replace(let texts):
            step.said.title = texts.title ?? said.title
            step.said.description = texts.description ?? said.description
            step.said.acceptance = texts.acceptance ?? said.acceptance
            step.said.run = texts.run ?? said.run
        case .append(let text):
            var lines = said.description ?? ""
            while lines.last?.isNewline == true { lines.removeLast() }
            step.said.description = lines.isEmpty ? text : lines + "\n\n" + text
        case .skip: break
        }
        return step
    }
}

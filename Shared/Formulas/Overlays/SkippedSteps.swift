internal import TownModel

/// One list of steps with some of them taken out: nobody begins earlier for it than before, but for what was skipped.
///
/// A group goes with all its parts, and when all its parts go; a loop likewise with its body. The body of a loop is a
/// list of its own.
struct SkippedSteps {
    private let steps: [FormulaStep]
    private let skipped: Set<String>
    /// Every step of the list that goes, with what took its place for those who needed it.
    private var gone: [String: [Placed<String>]] = [:]

    init(_ skipped: Set<String>, in steps: [FormulaStep]) {
        self.steps = steps
        self.skipped = skipped
        for step in steps { note(step, groupNeeds: [], isGone: false) }
    }

    /// Those that stay, with their needs mended.
    func left(_ problems: inout [FormulaProblem]) -> [FormulaStep] {
        left(of: steps, groups: [], &problems)
    }

    private func goes(_ step: FormulaStep) -> Bool {
        if skipped.contains(step.said.id) { return true }
        if !step.children.isEmpty, step.children.allSatisfy(goes) { return true }
        return step.loop.map { !$0.body.isEmpty && $0.body.allSatisfy(goes) } ?? false
    }

    private mutating func note(_ step: FormulaStep, groupNeeds: [Placed<String>], isGone: Bool) {
        let isGone = isGone || goes(step)
        if isGone {
            // A part waits for its groups' needs too, and a group ends when its parts have ended.
            gone[step.said.id] = step.needs + step.children.flatMap(\.needsWithin) + groupNeeds
        }
        for part in step.children { note(part, groupNeeds: groupNeeds + step.needs, isGone: isGone) }
    }

    private func left(
        of list: [FormulaStep], groups: [String], _ problems: inout [FormulaProblem]
    ) -> [FormulaStep] {
        var staying: [FormulaStep] = []
        for step in list where gone[step.said.id] == nil {
            var step = step
            mendWait(&step, &problems)
            step.needs = mended(step, groups: groups)
            step.children = left(of: step.children, groups: groups + [step.said.id], &problems)
            if let body = step.loop?.body { step.loop?.body = SkippedSteps(skipped, in: body).left(&problems) }
            staying.append(step)
        }
        return staying
    }

    /// Whose children are waited for must stay the same step, or nobody.
    private func mendWait(_ step: inout FormulaStep, _ problems: inout [FormulaProblem]) {
        guard let wait = step.waitsFor, let spawner = wait.value.spawner ?? step.needs.first?.value,
            gone[spawner] != nil
        else { return }
        step.waitsFor = nil
        if !step.needs.contains(where: { $0.value == spawner }) { step.needs.append(Placed(spawner, at: wait.place)) }
        problems.append(
            FormulaProblem(
                .warning, at: wait.place,
                "it waits for the children of \"\(spawner)\", which is skipped: it waits for none",
                remedy: "Skip \"\(step.said.id)\" too if it is about them."))
    }

    /// Each need once, in order, those on steps that go replaced by what they needed.
    private func mended(_ step: FormulaStep, groups: [String]) -> [Placed<String>] {
        guard step.needs.contains(where: { gone[$0.value] != nil }) else { return step.needs }
        var needs: [Placed<String>] = []
        var seen: Set<String> = []
        // What it waits for anyway, as a part of its groups, and itself.
        let own = Set(groups + [step.said.id])
        func add(_ need: Placed<String>) {
            guard !own.contains(need.value), seen.insert(need.value).inserted else { return }
            guard let gone = gone[need.value] else {
                needs.append(need)
                return
            }
            for inherited in gone { add(Placed(inherited.value, at: need.place)) }
        }
        for need in step.needs { add(need) }
        return needs
    }
}

extension FormulaStep {
    fileprivate var needsWithin: [Placed<String>] { needs + children.flatMap(\.needsWithin) }
}

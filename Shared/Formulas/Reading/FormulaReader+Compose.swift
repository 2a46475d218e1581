internal import SourceText
internal import TownModel

extension FormulaReader {
    static let refusedOfCompose = [
        "map": "Write one [[compose.expand]] for each step",
        "branch": "Write needs on the steps that join",
        "gate": "Write gate or condition on the step",
        "hooks": "Write the steps, each with a condition",
        "bond_points": "Write on_complete on the step, or bond the molecules when they are made",
    ]

    func compose(_ top: FormulaSection, into formula: inout Formula) {
        guard let section = top.section("compose") else { return }
        section.check(["expand", "aspects"], refused: Self.refusedOfCompose)
        formula.aspects = section.texts("aspects")
        formula.expansions = section.sections("expand").map { rule in
            rule.check(["target", "with", "vars"])
            return ExpandRule(
                target: rule.required("target"), formula: rule.required("with"), variables: rule.words("vars") ?? [:],
                place: rule.place)
        }
    }

    func advice(_ section: FormulaSection) -> Advice {
        section.check(["target", "before", "after", "around"])
        var before = section.sections("before", orOne: true)
        var after = section.sections("after", orOne: true)
        if let around = section.section("around") {
            around.check(["before", "after"])
            before += around.sections("before", orOne: true)
            after += around.sections("after", orOne: true)
        }
        if before.isEmpty, after.isEmpty {
            problem(at: section.place, "the advice has no steps", remedy: "Write before, after or around")
        }
        let read = filledInLater { steps(before + after) }
        return Advice(
            target: section.required("target"), before: Array(read.prefix(before.count)),
            after: Array(read.dropFirst(before.count)), place: section.place)
    }

    /// Reads steps whose ids may have placeholders.
    func filledInLater(_ read: () -> [FormulaStep]) -> [FormulaStep] {
        idsAreFilledIn = true
        defer { idsAreFilledIn = false }
        return read()
    }

    func pointcut(_ section: FormulaSection) -> Pointcut {
        section.check(["glob", "type", "label"])
        if ["glob", "type", "label"].allSatisfy({ section.node($0) == nil }) {
            problem(at: section.place, "it chooses no step", remedy: "Write glob, type or label")
        }
        return Pointcut(
            glob: section.text("glob"), type: section.text("type"), label: section.text("label"), place: section.place)
    }
}

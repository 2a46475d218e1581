internal import TownModel

extension Serving {
    /// Whether a step is out, else what of its condition is left for the molecule's way.
    mutating func decide(
        _ step: FormulaStep, in scope: Rows, _ around: Around
    ) -> (isOut: Bool, condition: StepCondition?) {
        guard let written = step.condition else { return (false, step.said.condition) }
        let id = step.said.id
        let (text, undecided) = quoted(written, of: "the condition of \"\(id)\"", around)
        if let undecided {
            kitchen.warn(
                at: written.place, "the condition of \"\(id)\" can't be decided: \"\(undecided)\" has no value",
                "In a draft the step stays.")
            return (false, nil)
        }
        guard let text, let condition = read(text, at: written.place) else { return (false, nil) }
        checkSteps(of: condition, by: id, at: written.place, among: [scope.index] + around.ids)
        switch condition.root.known {
        case true: return (false, nil)
        case false: return (true, nil)
        case nil: break
        }
        for asked in condition.steps.sorted() {
            guard let row = scope.index[asked], let own = scope.index[id], !scope.waits(own, for: row) else { continue }
            kitchen.warn(
                at: written.place, "\"\(id)\" asks about \"\(asked)\", and may begin before that has ended",
                "Put \"\(asked)\" into its needs.")
        }
        return (false, condition)
    }

    /// A condition's text with its variables as quoted texts; `undecided` is one that has no value in a draft.
    mutating func quoted(
        _ written: Placed<String>, of what: String, _ around: Around
    ) -> (text: String?, undecided: String?) {
        let plain = Condition.plain(written.value)
        var undecided: String?
        var isWhole = true
        var words: [String: String] = [:]
        for name in Braces.names(in: plain) {
            if around.variables.contains(name) {
                isWhole = false
                kitchen.refuse(
                    at: written.place, "\(what) asks for {{\(name)}}, which changes as the loop goes round",
                    "Ask for a variable of the formula, or for what a step gave.")
                continue
            }
            if values[name] == nil {
                if declared[name] == nil { miss(name, at: written.place) }
                if kitchen.mode == .draft { undecided = undecided ?? name }
            }
            words[name] = Condition.quoted(values[name] ?? "")
            if words[name] == nil {
                isWhole = false
                kitchen.refuse(
                    at: written.place, "the value of \"\(name)\" has both kinds of quotes, and \(what) asks for it",
                    "Give a value without one of them.")
            }
        }
        return (isWhole ? Braces.replacing(plain) { words[$0] } : nil, undecided)
    }

    mutating func read(_ text: String, at place: FormulaPlace) -> StepCondition? {
        do throws(StepCondition.Fault) {
            return try StepCondition(text)
        } catch {
            kitchen.refuse(
                at: place, "\"\(text)\" is no condition: \(error.sentence), at character \(error.column)",
                "Write {{variable}} == value, or <step>.output.<name> == 'value'.")
            return nil
        }
    }

    mutating func checkSteps(
        of condition: StepCondition, by id: String, at place: FormulaPlace, among ids: [[String: Int]]
    ) {
        for step in condition.steps.sorted() where !ids.contains(where: { $0[step] != nil }) {
            let known = ids.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
            kitchen.refuse(
                at: place, "\"\(id)\" asks about \"\(step)\", and there is no such step",
                NearWords.remedy(for: step, among: known.subtracting([id]), none: "There is no other step."))
        }
    }
}

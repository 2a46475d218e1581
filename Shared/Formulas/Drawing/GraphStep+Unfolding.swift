internal import TownModel

extension GraphStep {
    /// As a step of one iteration. `names` has what ids are called there, nil for loops; `values` loops' variables.
    func unfolded(
        _ prefix: String, _ names: [String: String?], _ values: [String: String]
    ) throws(UnfoldingFault) -> GraphStep {
        var step = self
        step.id = prefix + id
        if let condition { step.condition = try unfolded(condition, names) }
        guard !values.isEmpty else { return step }
        step.changeTexts(
            { LoopVariables.fill($0, values) }, shell: { LoopVariables.fillShell($0, values) })
        return step
    }

    private func unfolded(
        _ condition: StepCondition, _ names: [String: String?]
    ) throws(UnfoldingFault) -> StepCondition {
        for asked in condition.steps.sorted() where names[asked] == .some(nil) {
            throw UnfoldingFault(
                step: id, "its condition asks about the loop \"\(asked)\"",
                remedy: "Keep the graph folded, or ask about a step after the loop.")
        }
        let isChanged = condition.steps.contains { step in names[step].flatMap(\.self).map { $0 != step } ?? false }
        guard isChanged else { return condition }
        let text = ConditionText(names: names.compactMapValues(\.self)).text(of: condition.root)
        do {
            return try StepCondition(text)
        } catch {
            throw UnfoldingFault(
                step: id, "its condition can't be said of one iteration: \(error.sentence)", remedy: "Keep it folded.")
        }
    }
}

/// A condition written out again, with steps called by other names.
private struct ConditionText {
    let names: [String: String]

    func text(of term: StepCondition.Term) -> String {
        switch term {
        case .not(let inner): "!(\(text(of: inner)))"
        case .all(let one, let other): "(\(text(of: one))) && (\(text(of: other)))"
        case .any(let one, let other): "(\(text(of: one))) || (\(text(of: other)))"
        case .compare(let one, let comparison, let other): "\(text(of: one)) \(comparison.rawValue) \(text(of: other))"
        case .truth(let operand): text(of: operand)
        }
    }

    private func text(of operand: StepCondition.Operand) -> String {
        switch operand {
        case .literal(let text): text.contains("'") ? "\"\(text)\"" : "'\(text)'"
        case .output(let step?, let path): "\(names[step] ?? step).output.\(path.joined(separator: "."))"
        case .output(nil, let path): path.joined(separator: ".")
        case .status(let step): "\(names[step] ?? step).status"
        }
    }
}

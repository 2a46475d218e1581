internal import TownModel

extension Serving {
    /// A loop with its body, folded; nil: how often it goes round can't be told, and the kitchen has why.
    mutating func loop(
        _ loop: FormulaLoop, of step: FormulaStep, body: Rows, in scope: Rows, _ around: Around
    ) -> GraphLoop? {
        var inner = Around(ids: [scope.index] + around.ids, variables: around.variables)
        if let variable = loop.variable {
            checkName(variable, of: step, around)
            inner.variables.insert(variable)
        }
        guard let turns = turns(of: loop, around) else { return nil }
        var until: StepCondition?
        if case .until(let text, _) = loop.times.value {
            let written = Placed(text, at: loop.times.place)
            let (filled, undecided) = quoted(written, of: "until of \"\(step.said.id)\"", inner)
            if let undecided {
                kitchen.warn(
                    at: written.place,
                    "until of \"\(step.said.id)\" can't be decided: \"\(undecided)\" has no value",
                    "In a draft it is read as empty.")
            }
            until = filled.flatMap { read($0, at: written.place) }
            if let until {
                checkSteps(
                    of: until, by: step.said.id, at: written.place, among: [["step": 0], body.index] + inner.ids)
            }
        }
        guard turns.count > 0 else { return GraphLoop(count: 0, body: []) }
        return GraphLoop(
            count: turns.count, first: turns.first, variable: loop.variable, until: until,
            body: nodes(of: body, inner))
    }

    private mutating func checkName(_ variable: String, of step: FormulaStep, _ around: Around) {
        if !Braces.isName(variable) {
            kitchen.refuse(
                at: step.place, "\"\(variable)\" is no name for the variable of a loop",
                "Letters, digits and _, not beginning with a digit.")
        }
        if declared[variable] != nil || around.variables.contains(variable) {
            kitchen.warn(
                at: step.place, "the loop's variable \"\(variable)\" hides another of that name",
                "Call one of them something else.")
        }
    }

    private mutating func turns(of loop: FormulaLoop, _ around: Around) -> (first: Int64, count: Int64)? {
        let place = loop.times.place
        let text =
            switch loop.times.value {
            case .count(let text), .range(let text), .until(_, let text): text
            }
        if let name = Braces.words(in: text).first(where: around.variables.contains) {
            kitchen.refuse(
                at: place, "\"\(text)\" asks for {\(name)}, which changes as the loop around goes round",
                "A loop goes round equally often each time: ask for a variable of the formula.")
            return nil
        }
        do throws(RangeExpression.Fault) {
            if case .range = loop.times.value { return try RangeExpression.range(text, variables: values) }
            return (1, try RangeExpression.count(text, variables: values))
        } catch {
            kitchen.refuse(
                at: place, "how often \"\(text)\" is can't be told: \(error.sentence), at character \(error.column)",
                "Write numbers, {variables}, + - * / ^ and brackets; a range is a..b.")
            return nil
        }
    }

    /// How many numbers nodes take; nil: more than there may be.
    static func numbers(of nodes: [GraphNode]) -> Int64? {
        var sum: Int64 = 0
        for node in nodes {
            var size: Int64 = 1
            if case .loop(let loop) = node.shape {
                guard let body = numbers(of: loop.body) else { return nil }
                let (product, isTooMuch) = body.multipliedReportingOverflow(by: loop.count)
                guard !isTooMuch, product <= CookedGraph.numbersMax else { return nil }
                size += product
            }
            sum += size
            if sum > CookedGraph.numbersMax { return nil }
        }
        return sum
    }
}

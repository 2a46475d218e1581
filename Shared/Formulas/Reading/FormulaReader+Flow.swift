internal import SourceText
internal import TownModel

/// Gates, loops, tries and fans.
extension FormulaReader {
    func retry(_ section: FormulaSection) -> RetryRule? {
        section.check(["max_attempts", "backoff"], refused: ["on_exhausted": "Take it out: the step has failed then"])
        guard section.node("max_attempts") != nil else {
            problem(at: section.place, "\"max_attempts\" is missing", remedy: "Write max_attempts = 3")
            return nil
        }
        guard let tries = section.integer("max_attempts", in: 1...100) else { return nil }
        return RetryRule(attemptsMax: Int(tries), backoffSeconds: section.seconds("backoff") ?? 0)
    }

    func gate(_ section: FormulaSection, into step: inout FormulaStep) {
        guard let gate = section.section("gate") else { return }
        let type = gate.required("type")
        if type == "conditional" {
            gate.check(["type", "condition"])
            let text = gate.required("condition")
            if section.node("condition") != nil {
                gate.problem(at: "condition", "the step has a condition already", remedy: "Join both with &&")
            } else if !text.isEmpty {
                step.said.condition = stepCondition(text, at: gate.place(of: "condition"))
            }
            return
        }
        guard let kind = StepGate.Kind(rawValue: type) else {
            if !type.isEmpty {
                let all = StepGate.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                gate.problem(
                    at: "type", "there is no gate \"\(type)\"", remedy: "There are: \(all), conditional")
            }
            return
        }
        let alias: [String] = kind == .event ? ["pattern"] : kind == .exec ? ["command"] : []
        gate.check(["type", "id", "await_id", "timeout"] + alias)
        let given = (["id", "await_id"] + alias).filter { gate.node($0) != nil }
        if given.count > 1 {
            gate.problem(at: given[1], "it says the same as \"\(given[0])\"", remedy: "Take one of them out")
        }
        let subject = given.first.flatMap { gate.text($0) }
        let timeout = gate.seconds("timeout")
        if kind == .timer, gate.node("timeout") == nil {
            problem(at: gate.place, "a timer has no \"timeout\"", remedy: "Write timeout = \"30m\"")
        }
        if kind != .human, kind != .timer, given.isEmpty || subject?.isEmpty == true {
            let key = alias.first ?? "id"
            problem(at: gate.place, "\"\(key)\" is missing", remedy: "Write \(key) = \"…\": what the gate looks at")
        }
        step.said.gate = StepGate(kind: kind, subject: subject, timeoutSeconds: timeout)
        if kind == .event, subject?.isEmpty == false, let complaint = step.said.gate?.complaint {
            problem(at: gate.place, complaint, remedy: "Write a pattern as of gt tap: *.mr.landed")
        }
    }

    func loop(_ section: FormulaSection) -> FormulaLoop? {
        section.check(
            ["count", "until", "max", "range", "var", "body"],
            refused: ["for_each": "Write on_complete = { for_each = \"output.<path>\", bond = \"<formula>\" }"])
        let body = section.sections("body").map(step)
        if body.isEmpty {
            problem(at: section.place, "the loop has no body", remedy: "Write [[…loop.body]] steps")
        }
        let given = ["count", "until", "range"].filter { section.node($0) != nil }
        guard given.count == 1, let key = given.first else {
            problem(
                at: section.place, "a loop has exactly one of count, until and range, not \(given.count)",
                remedy: "Keep one of them")
            return nil
        }
        guard let text = section.word(key) else { return nil }
        var times = FormulaLoop.Times.count(text)
        switch key {
        case "until":
            guard let max = section.word("max") else {
                if section.node("max") == nil {
                    problem(at: section.place, "a loop with until has no \"max\"", remedy: "Write max = 10")
                }
                return nil
            }
            if !text.contains("{{") { _ = stepCondition(text, at: section.place(of: key)) }
            times = .until(text, max: max)
        case "range": times = .range(text)
        default: break
        }
        if key != "until", section.node("max") != nil {
            section.problem(at: "max", "\"max\" goes with until only", remedy: "Take it out")
        }
        return FormulaLoop(times: Placed(times, at: section.place(of: key)), variable: section.text("var"), body: body)
    }

    func fanOut(_ section: FormulaSection) -> FanOut {
        section.check(["for_each", "bond", "vars", "parallel", "sequential"])
        let over = section.required("for_each")
        let prefix = "output."
        if !over.isEmpty, !over.hasPrefix(prefix) || over.count == prefix.count {
            section.problem(
                at: "for_each", "\"\(over)\" is no part of the output", remedy: "Write \"output.<path>\"")
        }
        let isParallel = section.flag("parallel")
        let isSequential = section.flag("sequential")
        if let isParallel, isParallel == isSequential {
            section.problem(
                at: "sequential", "parallel and sequential exclude each other", remedy: "Keep one of them")
        }
        return FanOut(
            over: String(over.dropFirst(prefix.count)), formula: section.required("bond"),
            variables: section.words("vars") ?? [:], isSequential: isSequential ?? isParallel.map { !$0 } ?? false)
    }
}

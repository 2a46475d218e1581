package import TownModel

/// From a convoy's plan to the nodes of its graph: a step for each leg that is chosen, then the synthesis.
///
/// What a leg's texts may name: `formula_name`, `review_id`, `target_description`, `branch`, `pr_number` (of `pr`),
/// `pr_title`, `files` (a list), `changed_files` (a list of `path`, `additions`, `deletions`), every variable of the
/// formula; `leg.id`, `leg.title`, `leg.focus`, each of these in those after it; where the formula says where findings
/// go `output_path`, `output.directory`, `output.synthesis`; the base prompt `leg.description` too. The synthesis has
/// all but the leg.
package enum ConvoyCooking {
    /// `variables` has defaults joined in; one without a value is empty text. Without `review_id` among them it is
    /// made of the formula's name and the variables, so a pouring that wants a folder of its own each time gives one.
    package static func nodes(
        _ formula: Formula, _ plan: ConvoyPlan, legs choice: Cook.LegChoice, variables: [String: String]
    ) throws(FormulaFailure) -> [GraphNode] {
        let wrong = plan.problems()
        guard wrong.isEmpty else { throw FormulaFailure(wrong) }
        let legs = try choice.legs(of: plan)
        var kitchen = ConvoyKitchen(plan, words: ConvoyWords(formula, variables: variables))
        var nodes = legs.map { GraphNode(step: kitchen.step($0)) }
        if let synthesis = plan.synthesis {
            let step = kitchen.step(synthesis)
            // Those that it asks for and that run; else it has nothing to wait for but all.
            let asked = Set(synthesis.needs.map(\.value))
            let needed = legs.indices.filter { asked.contains(legs[$0].said.id) }
            nodes.append(
                GraphNode(step: step, needs: (needed.isEmpty ? Array(legs.indices) : needed).map { GraphNeed($0) }))
        }
        guard kitchen.texts.problems.isEmpty else { throw FormulaFailure(kitchen.texts.problems) }
        return nodes
    }
}

private struct ConvoyKitchen {
    let plan: ConvoyPlan
    var texts = ConvoyTexts()
    private var words: ConvoyWords
    private var directory: String?
    private var synthesisPath: String?
    private var writers: [String: String] = [:]

    init(_ plan: ConvoyPlan, words: ConvoyWords) {
        self.plan = plan
        self.words = words
        guard let output = plan.output else { return }
        let filled = texts.fill(output.directory, words, at: output.place, key: "output.directory")
        directory = texts.path(filled, at: output.place, key: "output.directory")
        let name = texts.fill(output.synthesis, words, at: output.place, key: "output.synthesis")
        self.words.add("output", ["directory": filled, "synthesis": name])
        guard plan.synthesis != nil, let directory else { return }
        synthesisPath = texts.path(name, at: output.place, key: "output.synthesis").map { "\(directory)/\($0)" }
        if let synthesisPath { writers[synthesisPath] = "the synthesis" }
    }

    mutating func step(_ leg: ConvoyPlan.Leg) -> GraphStep {
        let key = leg.place.key
        var words = words
        // Each text may name those before it.
        words.add("leg", ["id": leg.said.id])
        let title = texts.fill(leg.said.title, words, at: leg.place, key: "\(key).title")
        words.add("leg", ["id": leg.said.id, "title": title])
        let focus = texts.fill(leg.focus, words, at: leg.place, key: "\(key).focus")
        words.add("leg", ["id": leg.said.id, "title": title, "focus": focus])
        let path = outputPath(of: leg, words)
        // Offered wherever the formula has an output, so that a path that is refused is reported once.
        if plan.output != nil { words.add("output_path", path ?? "") }
        let description = texts.fill(leg.said.description ?? "", words, at: leg.place, key: "\(key).description")
        words.add("leg", ["id": leg.said.id, "title": title, "focus": focus, "description": description])
        var step = leg.said
        step.title = title
        if let base = plan.basePrompt {
            step.description = texts.fill(base.value, words, at: base.place, key: base.place.key)
        } else {
            step.description = description.isEmpty ? nil : description
        }
        settle(&step, output: path, focus: focus)
        return step
    }

    mutating func step(_ synthesis: ConvoyPlan.Synthesis) -> GraphStep {
        let key = synthesis.place.key
        var words = words
        if plan.output != nil { words.add("output_path", synthesisPath ?? "") }
        var step = synthesis.said
        step.title = texts.fill(step.title, words, at: synthesis.place, key: "\(key).title")
        step.description = step.description.map {
            texts.fill($0, words, at: synthesis.place, key: "\(key).description")
        }
        settle(&step, output: synthesisPath, focus: "")
        return step
    }

    private func settle(_ step: inout GraphStep, output: String?, focus: String) {
        step.agent = step.agent ?? plan.agent
        step.reviewOnly = step.reviewOnly ?? plan.isReviewOnly
        var metadata = step.metadata ?? [:]
        if let output { metadata["output"] = output }
        if !focus.isEmpty { metadata["focus"] = focus }
        step.metadata = metadata.isEmpty ? nil : metadata
    }

    private mutating func outputPath(of leg: ConvoyPlan.Leg, _ words: ConvoyWords) -> String? {
        guard let output = plan.output, let directory else { return nil }
        let name = texts.fill(output.legPattern, words, at: output.place, key: "output.leg_pattern")
        guard let name = texts.path(name, at: output.place, key: "output.leg_pattern") else { return nil }
        let path = "\(directory)/\(name)"
        if let other = writers.updateValue("\"\(leg.said.id)\"", forKey: path) {
            texts.add([
                FormulaProblem(
                    at: FormulaPlace(path: output.place.path, line: output.place.line, key: "output.leg_pattern"),
                    "\(other) and \"\(leg.said.id)\" would both write \(path)", remedy: "Put {{.leg.id}} in it.")
            ])
        }
        return path
    }
}

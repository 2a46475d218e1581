internal import SourceText
internal import TownModel

extension FormulaReader {
    private static let ofConvoys = [
        "legs", "synthesis", "presets", "prompts", "output", "inputs", "agent", "review_only",
    ]

    func convoy(_ top: FormulaSection, into formula: inout Formula) {
        guard formula.kind == .convoy else {
            for key in Self.ofConvoys where top.node(key) != nil {
                top.problem(
                    at: key, "\"\(key)\" belongs to a convoy", remedy: "Write type = \"convoy\", or take it out")
            }
            return
        }
        var plan = ConvoyPlan(legs: legs(top))
        plan.synthesis = top.section("synthesis").map(synthesis)
        plan.presets = presets(top)
        if let prompts = top.section("prompts") {
            prompts.check(["base"])
            plan.basePrompt = prompts.placed("base")
        }
        plan.output = top.section("output").map(output)
        plan.agent = top.text("agent")
        plan.isReviewOnly = top.flag("review_only") ?? false
        formula.convoy = plan
    }

    private func legs(_ top: FormulaSection) -> [ConvoyPlan.Leg] {
        let legs = top.sections("legs").map { section in
            section.check(["id", "title", "focus", "description", "agent", "review_only"])
            var said = GraphStep(id: identifier(section), title: section.required("title"))
            said.description = section.text("description")
            said.agent = section.text("agent")
            said.reviewOnly = section.flag("review_only")
            return ConvoyPlan.Leg(said: said, focus: section.text("focus") ?? "", place: section.place)
        }
        var known: [String: Int] = [:]
        for leg in legs {
            if let line = known[leg.said.id], !leg.said.id.isEmpty {
                problem(
                    at: leg.place,
                    "the id \"\(leg.said.id)\" stands twice, in line \(line) and in line \(leg.place.line)",
                    remedy: "Give one of them another id")
            }
            known[leg.said.id] = known[leg.said.id] ?? leg.place.line
        }
        if legs.isEmpty { problem(at: top.place, "the convoy has no legs", remedy: "Write [[legs]] tables") }
        return legs
    }

    private func synthesis(_ section: FormulaSection) -> ConvoyPlan.Synthesis {
        section.check(["title", "description", "depends_on", "needs", "agent"])
        var said = GraphStep(id: "synthesis", title: section.required("title"))
        said.description = section.text("description")
        said.agent = section.text("agent")
        return ConvoyPlan.Synthesis(said: said, needs: needs(section), place: section.place)
    }

    private func presets(_ top: FormulaSection) -> [ConvoyPlan.LegPreset] {
        guard let table = top.section("presets") else { return [] }
        return table.entries.compactMap { entry in
            guard let section = table.section(entry.key) else { return nil }
            section.check(["description", "legs"])
            let legs = section.texts("legs")
            if legs.isEmpty { problem(at: section.place, "the preset has no legs", remedy: "Write legs = [\"…\"]") }
            return ConvoyPlan.LegPreset(
                name: entry.key, description: section.text("description"), legs: legs, place: section.place)
        }
    }

    private func output(_ section: FormulaSection) -> ConvoyPlan.LegOutput {
        section.check(["directory", "leg_pattern", "synthesis"])
        return ConvoyPlan.LegOutput(
            directory: section.required("directory"), legPattern: section.required("leg_pattern"),
            synthesis: section.required("synthesis"), place: section.place)
    }
}

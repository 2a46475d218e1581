import FormulaFiles
import Formulas
import Host
import TownModel

/// Formulas for people.
struct FormulaText {
    let screen: Screen

    func table(_ rows: [FormulaRow]) -> String {
        if rows.isEmpty { return "there are no formulas" }
        var table = TextTable()
        table.header("FORMULA", "TYPE", "FROM", "WHAT")
        for row in rows {
            table.add(
                TextTable.Cell(screen.plain(row.name), .bold),
                row.type.map { TextTable.Cell($0) } ?? TextTable.Cell("broken", .red),
                TextTable.Cell(screen.plain(row.from.rawValue + (row.overlay == nil ? "" : " + overlay"))),
                TextTable.Cell(screen.plain(what(row))))
        }
        let hidden = rows.flatMap { row in
            row.hides.map { "\(screen.plain(row.path)) hides \(screen.plain($0))" }
        }
        return table.text(screen) + (hidden.isEmpty ? "" : "\n\n" + hidden.joined(separator: "\n"))
    }

    private func what(_ row: FormulaRow) -> String {
        if let problem = row.problem { return problem }
        return row.description?.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// All of one formula; `drawing` is of its graph, where it has one, with its size.
    func details(_ sight: FormulaSight, drawing: String?) -> String {
        let formula = sight.formula
        var parts = [head(sight)]
        if !formula.description.isEmpty { parts.append(screen.paragraph(formula.description.trimmed, indent: 2)) }
        if !formula.variables.isEmpty { parts.append("variables\n" + variables(formula.variables)) }
        if let plan = formula.convoy { parts += convoy(plan) }
        if !formula.template.isEmpty {
            parts.append("takes the place of a step\n" + steps(formula.template))
        }
        if formula.kind == .aspect { parts.append(advice(formula)) }
        if let drawing { parts.append(screen.paragraph(drawing)) }
        return parts.joined(separator: "\n\n")
    }

    private func head(_ sight: FormulaSight) -> String {
        let formula = sight.formula
        var lines = [
            "\(screen.paint(screen.plain(formula.name), .bold)), \(formula.kind.rawValue), version \(formula.version), "
                + "from \(screen.plain(sight.path))"
        ]
        if let overlay = sight.overlay { lines.append("changed by \(screen.plain(overlay))") }
        for path in sight.hides { lines.append("hides \(screen.plain(path))") }
        if !sight.extends.isEmpty { lines.append("extends \(screen.plain(sight.extends.joined(separator: ", ")))") }
        if formula.isVapor { lines.append("vapor: made as a wisp unless somebody says otherwise") }
        return lines.joined(separator: "\n")
    }

    private func variables(_ variables: [FormulaVariable]) -> String {
        var table = TextTable()
        for variable in variables {
            var rules = [variable.kind == .string ? "" : variable.kind.rawValue]
            if let value = variable.defaultValue { rules.append("default \"\(value)\"") }
            if variable.isRequired { rules.append("required") }
            if let others = variable.requiredUnless {
                rules.append("required unless \(others.joined(separator: ", "))")
            }
            if let allowed = variable.allowed { rules.append("one of \(allowed.joined(separator: ", "))") }
            if let pattern = variable.pattern { rules.append("like \(pattern)") }
            table.add(
                TextTable.Cell("  " + screen.plain(variable.name)),
                TextTable.Cell(screen.plain(rules.filter { !$0.isEmpty }.joined(separator: ", "))),
                TextTable.Cell(screen.plain(variable.description ?? "")))
        }
        return table.text(screen)
    }

    private func convoy(_ plan: ConvoyPlan) -> [String] {
        var legs = TextTable()
        for leg in plan.legs {
            legs.add(
                TextTable.Cell("  " + screen.plain(leg.said.id)), TextTable.Cell(screen.plain(leg.said.title)),
                TextTable.Cell(screen.plain(leg.focus)))
        }
        var parts = ["legs, side by side" + (plan.isReviewOnly ? ", that change nothing\n" : "\n") + legs.text(screen)]
        if !plan.presets.isEmpty {
            var presets = TextTable()
            for preset in plan.presets {
                presets.add(
                    TextTable.Cell("  " + screen.plain(preset.name)),
                    TextTable.Cell(screen.plain(preset.legs.map(\.value).joined(separator: ", "))),
                    TextTable.Cell(screen.plain(preset.description ?? "")))
            }
            parts.append("presets\n" + presets.text(screen))
        }
        if let synthesis = plan.synthesis { parts.append("then \(screen.plain(synthesis.said.title))") }
        return parts
    }

    private func steps(_ steps: [FormulaStep]) -> String {
        var table = TextTable()
        for step in steps {
            let needs = step.needs.map(\.value).joined(separator: ", ")
            let after = needs.isEmpty ? "" : "  after \(needs)"
            table.add(
                TextTable.Cell("  " + screen.plain(step.said.id)),
                TextTable.Cell(screen.plain(step.said.title + after)))
        }
        return table.text(screen)
    }

    private func advice(_ formula: Formula) -> String {
        formula.advice.map { advice in
            var lines = ["around \(screen.plain(advice.target))"]
            for (word, list) in [("before", advice.before), ("after", advice.after)] {
                lines += list.map { "  \(word)  \(screen.plain($0.said.id))  \(screen.plain($0.said.title))" }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

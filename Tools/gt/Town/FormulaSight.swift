import FormulaFiles
import Formulas
import TownModel

/// One formula, looked at: what it says with all that it is composed of, and what it cooks to.
struct FormulaSight: Encodable {
    let formula: Formula
    /// As its own file has it.
    let extends: [String]
    let from: FormulaPlaces.Origin
    let path: String
    let overlay: String?
    let hides: [String]
    /// Of workflows and convoys: with placeholders for what has no value.
    let graph: CookedGraph?
    let warnings: [FormulaProblem]

    var shape: GraphShape? { graph.map(GraphShape.of) }

    init(_ name: String, _ shelf: FormulaShelf) throws(FormulaFailure) {
        guard let find = shelf[name] else {
            throw FormulaFailure([
                FormulaProblem(at: nil, "there is no formula \"\(name)\"", remedy: "See gt formula list.")
            ])
        }
        from = find.origin
        path = find.path
        overlay = shelf.overlay(of: find)
        hides = (shelf.finds[name] ?? []).dropFirst().map(\.path)
        extends = shelf.read(find).formula?.extends.map(\.value) ?? []
        let (formula, warnings) = try shelf.composed(name)
        self.formula = formula
        switch formula.kind {
        case .workflow, .convoy:
            let dish = try shelf.drafted(name)
            graph = dish.graph
            self.warnings = FormulaShelf.each(warnings + dish.warnings)
        case .expansion, .aspect:
            graph = nil
            self.warnings = warnings
        }
    }

    private enum CodingKeys: String, CodingKey {
        case name, type, version, description, extends, from, path, overlay, hides, vapor, variables, template, advice
        case legs, presets, synthesis, shape, graph, warnings
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(formula.name, forKey: .name)
        try container.encode(formula.kind.rawValue, forKey: .type)
        try container.encode(formula.version, forKey: .version)
        try container.encode(formula.description, forKey: .description)
        try container.encode(extends, forKey: .extends)
        try container.encode(from, forKey: .from)
        try container.encode(path, forKey: .path)
        try container.encodeIfPresent(overlay, forKey: .overlay)
        try container.encode(hides, forKey: .hides)
        try container.encode(formula.isVapor, forKey: .vapor)
        try container.encode(formula.variables.map(VariableRow.init), forKey: .variables)
        if formula.kind == .expansion { try container.encode(formula.template.map(StepRow.init), forKey: .template) }
        if formula.kind == .aspect { try container.encode(formula.advice.map(AdviceRow.init), forKey: .advice) }
        if let plan = formula.convoy {
            try container.encode(plan.legs.map { LegRow(leg: $0) }, forKey: .legs)
            try container.encode(plan.presets.map { PresetRow(preset: $0) }, forKey: .presets)
            try container.encodeIfPresent(plan.synthesis?.said.title, forKey: .synthesis)
        }
        try container.encodeIfPresent(shape.map(ShapeRow.init), forKey: .shape)
        try container.encodeIfPresent(graph, forKey: .graph)
        try container.encode(warnings.map(FormulaProblemRow.init), forKey: .warnings)
    }
}

private struct VariableRow: Encodable {
    let name: String
    let description: String?
    let type: String
    let `default`: String?
    let required: Bool
    let requiredUnless: [String]?
    let `enum`: [String]?
    let pattern: String?

    init(_ variable: FormulaVariable) {
        name = variable.name
        description = variable.description
        type = variable.kind.rawValue
        `default` = variable.defaultValue
        required = variable.isRequired
        requiredUnless = variable.requiredUnless
        `enum` = variable.allowed
        pattern = variable.pattern
    }
}

private struct StepRow: Encodable {
    let id: String
    let title: String
    let needs: [String]

    init(_ step: FormulaStep) {
        id = step.said.id
        title = step.said.title
        needs = step.needs.map(\.value)
    }
}

private struct AdviceRow: Encodable {
    let target: String
    let before: [StepRow]
    let after: [StepRow]

    init(_ advice: Advice) {
        target = advice.target
        before = advice.before.map(StepRow.init)
        after = advice.after.map(StepRow.init)
    }
}

private struct LegRow: Encodable {
    let id: String
    let title: String
    let focus: String

    init(leg: ConvoyPlan.Leg) {
        id = leg.said.id
        title = leg.said.title
        focus = leg.focus
    }
}

private struct PresetRow: Encodable {
    let name: String
    let description: String?
    let legs: [String]

    init(preset: ConvoyPlan.LegPreset) {
        name = preset.name
        description = preset.description
        legs = preset.legs.map(\.value)
    }
}

private struct ShapeRow: Encodable {
    let steps: Int64
    let edges: Int64
    let depth: Int64
    let width: Int64

    init(_ shape: GraphShape) {
        steps = shape.steps
        edges = shape.edges
        depth = shape.depth
        width = shape.width
    }
}

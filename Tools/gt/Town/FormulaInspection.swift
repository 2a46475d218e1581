import FormulaFiles
import Formulas
import TownModel

/// Everything that is wrong with formulas: what reading says, then what cooking finds (steps, targets, parents that are
/// not there, cycles), with placeholders for whatever has no value.
struct FormulaInspection {
    let shelf: FormulaShelf

    /// Of the formula that a name means.
    func problems(of name: String) -> [FormulaProblem] {
        guard let find = shelf[name] else { return [] }
        let (formula, read) = shelf.read(find)
        guard let formula, !read.contains(where: { $0.severity == .error }) else { return read }
        return FormulaShelf.each(read + cooked(formula))
    }

    /// Of all files, those too that others hide, and of what lies beside them.
    func all() -> [FormulaProblem] {
        var found = shelf.problems
        for name in shelf.names {
            found += problems(of: name)
            for hidden in shelf.finds[name]?.dropFirst() ?? [] { found += shelf.read(hidden).problems }
        }
        return FormulaShelf.each(found)
    }

    private func cooked(_ formula: Formula) -> [FormulaProblem] {
        do throws(FormulaFailure) {
            switch formula.kind {
            case .workflow, .convoy:
                let dish = try shelf.drafted(formula.name)
                let whole = PatrolFormula.Cooked(
                    formula: try shelf.composed(formula.name).formula, graph: dish.graph)
                return dish.warnings + PatrolFormula.problems(whole)
            case .expansion, .aspect: return try tried(formula).warnings
            }
        } catch {
            return error.problems
        }
    }

    /// What is a part of others is tried on steps that are made for it.
    private func tried(_ part: Formula) throws(FormulaFailure) -> Cook.Dish {
        let name = "a formula with \(part.name)"
        let source = FormulaSource(path: part.source.path)
        let place = FormulaPlace(path: source.path, line: 1, key: "")
        var trial = Formula(name: name, kind: .workflow, source: source)
        trial.variables = part.variables.map { variable in
            var variable = variable
            variable.isRequired = false
            return variable
        }
        if part.kind == .expansion {
            trial.steps = [Self.step("target", place)]
            trial.expansions = [ExpandRule(target: "target", formula: part.name, place: place)]
        } else {
            let ids = Set(part.advice.map { String($0.target.map { "*?[]".contains($0) ? "x" : $0 }) })
            trial.steps = ids.sorted().map { Self.step($0, place) }
            trial.aspects = [Placed(part.name, at: place)]
        }
        let shelf = shelf
        return try Cook.dish(
            Cook.Order(name), mode: .draft, names: shelf.names, overlays: shelf.overlays
        ) { asked throws(FormulaFailure) in
            if asked == name { return trial }
            guard let find = shelf[asked] else { return nil }
            let (formula, problems) = shelf.read(find)
            if problems.contains(where: { $0.severity == .error }) { throw FormulaFailure(problems) }
            return formula
        }
    }

    private static func step(_ id: String, _ place: FormulaPlace) -> FormulaStep {
        FormulaStep(said: GraphStep(id: id, title: id), place: place)
    }
}

/// A problem as programs read it.
struct FormulaProblemRow: Encodable {
    let path: String?
    let line: Int?
    let key: String?
    let severity: String
    let sentence: String
    let remedy: String

    init(_ problem: FormulaProblem) {
        path = problem.place?.path
        line = problem.place?.line
        key = problem.place.flatMap { $0.key.isEmpty ? nil : $0.key }
        severity = problem.severity.rawValue
        sentence = problem.sentence
        remedy = problem.remedy
    }
}

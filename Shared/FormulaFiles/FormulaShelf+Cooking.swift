package import Formulas

/// What reading and cooking gave, with everything that was noticed.
extension FormulaShelf {
    /// A formula as its file has it; nil when it can't be had. `problems` says why, or what is doubtful.
    package func read(_ find: Find) -> (formula: Formula?, problems: [FormulaProblem]) {
        let text: String
        switch find.text {
        case .success(let found): text = found
        case .failure(let problem): return (nil, [problem])
        }
        var (formula, problems) = Formula.read(text: text, path: find.path)
        if let said = formula?.name, said != find.name {
            problems.append(
                FormulaFile.problem(
                    find.path, "the file calls itself \"\(said)\", but its name is that of the file",
                    remedy: "Write formula = \"\(find.name)\".", severity: .warning))
            formula?.name = find.name
        }
        return (formula, problems)
    }

    /// Cooks a formula by its name, the overlays of all that takes part applied. The warnings are those of every file that
    /// was read for it.
    package func cook(_ order: Cook.Order, mode: Cook.Mode) throws(FormulaFailure) -> Cook.Dish {
        var noticed: [FormulaProblem] = []
        let pantry = pantry { noticed += $0 }
        do throws(FormulaFailure) {
            var dish = try Cook.dish(order, mode: mode, names: names, overlays: overlays, formulas: pantry)
            dish.warnings = Self.each(noticed + dish.warnings)
            return dish
        } catch {
            throw FormulaFailure(Self.each(error.problems + noticed))
        }
    }

    /// A formula with all that it extends and is composed of, before its variables have values.
    package func composed(_ name: String) throws(FormulaFailure) -> (formula: Formula, warnings: [FormulaProblem]) {
        var noticed: [FormulaProblem] = []
        let pantry = pantry { noticed += $0 }
        do throws(FormulaFailure) {
            let (formula, warnings) = try Cook.composed(
                name, names: names, overlays: overlays, formulas: pantry)
            return (formula, Self.each(noticed + warnings))
        } catch {
            throw FormulaFailure(Self.each(error.problems + noticed))
        }
    }

    /// A draft; where a loop can't be counted or a choice not be made without a value, whole numbers are 1 and choices the
    /// first.
    package func drafted(_ name: String) throws(FormulaFailure) -> Cook.Dish {
        do throws(FormulaFailure) {
            return try cook(Cook.Order(name), mode: .draft)
        } catch {
            var values: [String: String] = [:]
            for variable in try composed(name).formula.variables where variable.defaultValue == nil {
                values[variable.name] = variable.allowed?.first ?? (variable.kind == .int ? "1" : nil)
            }
            if values.isEmpty { throw error }
            do throws(FormulaFailure) {
                return try cook(Cook.Order(name, variables: values), mode: .draft)
            } catch let other {
                // What both say: the first is about the formula as it is.
                throw error.problems.count <= other.problems.count ? error : other
            }
        }
    }

    private func pantry(
        _ notice: @escaping ([FormulaProblem]) -> Void
    ) -> (String) throws(FormulaFailure) -> Formula? {
        { name throws(FormulaFailure) in
            guard let find = self[name] else { return nil }
            let (formula, problems) = read(find)
            guard let formula, !problems.contains(where: { $0.severity == .error }) else {
                throw FormulaFailure(problems)
            }
            notice(problems)
            return formula
        }
    }

    /// What is changed in a formula's steps here, and what was noticed when that was read.
    package func overlays(_ name: String) throws(FormulaFailure) -> (FormulaOverlay, [FormulaProblem])? {
        guard let find = self[name], let path = overlay(of: find) else { return nil }
        let text: String
        do throws(FormulaProblem) {
            text = try FormulaFile.found(path)
        } catch {
            throw FormulaFailure([error])
        }
        let (overlay, problems) = FormulaOverlay.read(text: text, path: path)
        guard let overlay, !problems.contains(where: { $0.severity == .error }) else { throw FormulaFailure(problems) }
        return (overlay, problems)
    }

    /// Each problem once: file by file as they were met, line by line.
    package static func each(_ problems: [FormulaProblem]) -> [FormulaProblem] {
        var seen: Set<FormulaProblem> = []
        var files: [String: Int] = [:]
        let single = problems.filter { seen.insert($0).inserted }
        for path in single.compactMap(\.place?.path) where files[path] == nil { files[path] = files.count + 1 }
        let keyed = single.enumerated().map { at, problem in
            (problem.place.flatMap { files[$0.path] } ?? 0, problem.place?.line ?? 0, at, problem)
        }
        return keyed.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
    }
}

/// What all passes share: the formulas that were asked for, and what was found wrong.
struct Kitchen {
    typealias Shelf = (String) throws(FormulaFailure) -> Formula?
    typealias Overlays = (String) throws(FormulaFailure) -> (FormulaOverlay, [FormulaProblem])?

    let mode: Cook.Mode
    /// Of all formulas, for "Did you mean".
    let names: [String]
    private let shelf: Shelf
    private let overlays: Overlays
    private var fetched: [String: Formula] = [:]
    /// Formulas with all that they extend.
    var extended: [String: Formula] = [:]
    private(set) var problems: [FormulaProblem] = []

    init(mode: Cook.Mode, names: [String], overlays: @escaping Overlays, shelf: @escaping Shelf) {
        self.mode = mode
        self.names = names
        self.overlays = overlays
        self.shelf = shelf
    }

    /// A formula as its file has it; what is wrong with it, or that there is none, is noted.
    mutating func fetch(_ name: String, at place: FormulaPlace?) -> Formula? {
        if let known = fetched[name] { return known }
        do throws(FormulaFailure) {
            if let found = try shelf(name) {
                fetched[name] = found
                return found
            }
            refuse(
                at: place, "there is no formula \"\(name)\"",
                NearWords.remedy(for: name, among: names, none: "Check its name."))
        } catch {
            problems += error.problems
        }
        return nil
    }

    /// A formula with what a town or a rig changes in its steps.
    mutating func changed(_ formula: Formula) -> Formula {
        do throws(FormulaFailure) {
            guard let (overlay, noticed) = try overlays(formula.name) else { return formula }
            let (changed, problems) = formula.applying(overlay)
            self.problems += noticed + problems
            return changed
        } catch {
            problems += error.problems
            return formula
        }
    }

    mutating func refuse(at place: FormulaPlace?, _ sentence: String, _ remedy: String) {
        problems.append(FormulaProblem(.error, at: place, sentence, remedy: remedy))
    }

    mutating func warn(at place: FormulaPlace?, _ sentence: String, _ remedy: String) {
        problems.append(FormulaProblem(.warning, at: place, sentence, remedy: remedy))
    }

    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Ends the cooking when anything so far is an error.
    func stopOnErrors() throws(FormulaFailure) {
        if hasErrors { throw FormulaFailure(inOrder) }
    }

    /// Each problem once: file by file as they were met, line by line.
    var inOrder: [FormulaProblem] {
        var seen: Set<FormulaProblem> = []
        var files: [String: Int] = [:]
        let each = problems.filter { seen.insert($0).inserted }
        for problem in each {
            guard let path = problem.place?.path, files[path] == nil else { continue }
            files[path] = files.count + 1
        }
        let keyed = each.enumerated().map { at, problem in
            (file: problem.place.flatMap { files[$0.path] } ?? 0, line: problem.place?.line ?? 0, at: at, problem)
        }
        return keyed.sorted { ($0.file, $0.line, $0.at) < ($1.file, $1.line, $1.at) }.map(\.3)
    }
}

import FormulaFiles
import Formulas
import Host
import TownModel

/// How what is wrong with formulas is told.
enum FormulaReport {
    /// A line a problem: the file's place first, so that editors find it.
    static func line(_ problem: FormulaProblem) -> String {
        let mark = problem.severity == .warning ? " (warning)" : ""
        return UntrustedText.line(problem.description) + mark
    }

    static func lines(_ problems: [FormulaProblem]) -> String { problems.map(line).joined(separator: "\n") }

    /// `2 errors and 1 warning`.
    static func count(_ problems: [FormulaProblem]) -> String {
        let errors = problems.count { $0.severity == .error }
        let warnings = problems.count - errors
        let said = [
            errors == 0 ? nil : errors == 1 ? "1 error" : "\(errors) errors",
            warnings == 0 ? nil : warnings == 1 ? "1 warning" : "\(warnings) warnings",
        ].compactMap(\.self)
        return said.isEmpty ? "nothing is wrong" : said.joined(separator: " and ")
    }
}

extension Invocation {
    /// Ends a command for a formula's errors: all of them on stderr, for programs in the message.
    func failure(_ failure: FormulaFailure, of formula: String) -> CommandFailure {
        let count = FormulaReport.count(failure.problems)
        let lines = FormulaReport.lines(failure.problems)
        let hint = "correct what is named, then gt formula lint \(formula)"
        if options.json {
            return CommandFailure(
                .badData, code: "invalid", "\(formula) can't be used: \(count)\n\(lines)", about: formula, hint: hint)
        }
        note(lines)
        return CommandFailure(
            .badData, code: "invalid", "\(formula) can't be used: \(count)", about: formula, hint: hint)
    }

    /// Remarks beside an answer.
    func warn(_ problems: [FormulaProblem]) {
        if !problems.isEmpty { note(FormulaReport.lines(problems)) }
    }

    /// Everything that can be named here; 65 when a place can't be read, because it might have what is asked for.
    func formulaShelf(rig: RigName?) throws(CommandFailure) -> FormulaShelf {
        FormulaShelf(try formulaPlaces(rig: rig))
    }

    /// The formula that a word names: a path a file, anything else a formula by its name. 1 when there is none, with where
    /// it was looked for.
    func formula(_ word: String, on shelf: inout FormulaShelf) throws(CommandFailure) -> String {
        let blind = shelf.problems.filter { $0.severity == .error }
        if FormulaFile.isPath(word) {
            if !Files.exists(absolute(word)) {
                throw CommandFailure(
                    .refused, code: "not-found", "there is no file \(UntrustedText.line(word))", about: word,
                    hint: "gt formula list shows what can be named without a path")
            }
            return shelf.open(word)
        }
        guard blind.isEmpty else { throw failure(FormulaFailure(blind), of: word) }
        if shelf[word] != nil { return word }
        let near = EditDistance.nearest(to: word, among: shelf.names)
        let places = shelf.places.folders.map(\.path).joined(separator: ", ")
        let looked = places.isEmpty ? "gt formula list" : "looked for in \(places) and what comes with gt"
        throw CommandFailure(
            .refused, code: "not-found", "there is no formula \(UntrustedText.line(word))", about: word,
            hint: near.isEmpty ? looked : "did you mean \(near.joined(separator: ", "))? \(looked)")
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(surroundings.directory)/\(path)"
    }
}

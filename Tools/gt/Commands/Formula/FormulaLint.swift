import ArgumentParser
import FormulaFiles
import Formulas
import TownModel

struct FormulaLintCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say everything that is wrong with formulas, each with file, line, key and what to do.",
        discussion: """
            Without a name, of all that can be named here. Each is read, and cooked with placeholders, so that steps,
            parents and targets that are not there are found, and cycles. Ends with 65 when there is an error; warnings
            alone end with 0, but for --strict.

            Example: gt formula lint
            Example: gt formula lint shiny release --strict
            """)

    @Argument(help: "Formulas, or files.", completion: IDCompletion.formulas) var formulas: [String] = []
    @Flag(help: "All that can be named here, as without a name.") var all = false
    @Flag(help: "Warnings count as errors.") var strict = false
    @Option(help: "As in this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard !all || formulas.isEmpty else {
            throw CommandFailure.usage("--all names all formulas already", hint: "leave out the names, or --all")
        }
        let shelf = try call.formulaShelf(rig: rig)
        var problems: [FormulaProblem] = []
        if formulas.isEmpty { problems = FormulaInspection(shelf: shelf).all() }
        for word in formulas {
            var shelf = shelf
            let name = try call.formula(word, on: &shelf)
            problems += FormulaInspection(shelf: shelf).problems(of: name)
        }
        problems = FormulaShelf.each(problems)
        let count = formulas.isEmpty ? shelf.names.count : formulas.count
        call.answer(problems.map(FormulaProblemRow.init)) { _ in
            let lines = problems.isEmpty ? "" : FormulaReport.lines(problems) + "\n"
            return lines + "\(count == 1 ? "1 formula" : "\(count) formulas"): \(FormulaReport.count(problems))"
        }
        if problems.contains(where: { strict || $0.severity == .error }) { throw ExitStatusOnly(status: .badData) }
    }
}

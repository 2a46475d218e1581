import ArgumentParser
import FormulaFiles
import Formulas
import TownModel

struct FormulaListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the formulas that can be named here, where each is from and what it hides.",
        discussion: """
            Example: gt formula list
            Example: gt formula list --rig web --json
            """)

    @Option(help: "As in this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let shelf = try call.formulaShelf(rig: rig)
        let rows = shelf.names.compactMap { FormulaRow($0, shelf) }
        call.answer(rows) { FormulaText(screen: $0).table(rows) }
        call.warn(shelf.problems + rows.flatMap(\.errors))
    }
}

/// A formula in a list.
struct FormulaRow: Encodable {
    let name: String
    /// nil: it can't be read; `problem` says why.
    let type: String?
    let version: Int?
    let description: String?
    let from: FormulaPlaces.Origin
    let path: String
    let overlay: String?
    /// Files of the same name that come later.
    let hides: [String]
    let problem: String?
    let errors: [FormulaProblem]

    private enum CodingKeys: String, CodingKey {
        case name, type, version, description, from, path, overlay, hides, problem
    }

    init?(_ name: String, _ shelf: FormulaShelf) {
        guard let find = shelf[name] else { return nil }
        let (formula, problems) = shelf.read(find)
        errors = problems.filter { $0.severity == .error }
        self.name = name
        type = formula?.kind.rawValue
        version = formula?.version
        description = formula?.description
        from = find.origin
        path = find.path
        overlay = shelf.overlay(of: find)
        hides = (shelf.finds[name] ?? []).dropFirst().map(\.path)
        problem = errors.first.map(FormulaReport.line)
    }
}

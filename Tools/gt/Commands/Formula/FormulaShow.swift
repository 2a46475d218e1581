import ArgumentParser
import FormulaFiles
import Formulas
import TownModel

struct FormulaShowCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a formula asks for, what it is made of, and a drawing of its steps.",
        discussion: """
            Variables without a value stay as they are written. --dot prints the graph for Graphviz.

            Example: gt formula show shiny
            Example: gt formula show code-review --json
            """)

    @Argument(help: "The formula, or a file.", completion: IDCompletion.formulas) var formula: String
    @Flag(help: "Only the graph, in the language of Graphviz.") var dot = false
    @Option(help: "As in this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        if dot, global.json {
            throw CommandFailure.usage("--dot and --json are two forms", hint: "leave one of them out")
        }
        var shelf = try call.formulaShelf(rig: rig)
        let name = try call.formula(formula, on: &shelf)
        let sight: FormulaSight
        do throws(FormulaFailure) {
            sight = try FormulaSight(name, shelf)
        } catch {
            throw call.failure(error, of: formula)
        }
        call.warn(sight.warnings)
        guard dot else {
            return call.answer(sight) { screen in
                let columns = (screen.columns ?? CommandLimits.columnsDefault) - 2
                let drawing = sight.graph.map { GraphText.draw($0, columns: columns).joined(separator: "\n") }
                return FormulaText(screen: screen).details(sight, drawing: drawing)
            }
        }
        guard let graph = sight.graph else {
            throw CommandFailure(
                .refused, code: "conflict", "\(formula) is a part of other formulas and has no graph of its own",
                about: formula, hint: "gt formula show \(formula)")
        }
        try Output.writeWhole(Array(GraphDOT.draw(graph).utf8))
    }
}

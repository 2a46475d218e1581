import ArgumentParser
import FormulaFiles
import Formulas
import Host
import TownModel
import Wire

struct FormulaCookCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "cook",
        abstract: "Print the graph that a formula gives, as JSON; nothing is made.",
        discussion: """
            The same text and variables give the same bytes. Warnings are on stderr; with an error nothing is printed,
            and every error is named. --json changes nothing.

            Example: gt formula cook shiny --var feature=search
            Example: gt formula cook towers-of-hanoi --var disks=5 --expand
            """)

    @Argument(help: "The formula, or a file.", completion: IDCompletion.formulas) var formula: String
    @Option(name: .customLong("var"), help: "A variable: name=value. As often as needed.")
    var variables: [NamedValue] = []
    @OptionGroup var choice: LegOptions
    @Flag(help: "Each turn of a loop as steps of its own (\(FormulaCookCommand.stepsMax) steps at most).")
    var expand = false
    @Flag(help: "Variables without a value stay as they are written.") var draft = false
    @Option(help: "As in this rig.", completion: IDCompletion.rigs) var rig: RigName?
    @OptionGroup var global: GlobalOptions

    /// More are no reading for anybody.
    static let stepsMax = 10_000

    func run(_ call: Invocation) async throws {
        let values = try variables.values("--var ")
        let legs = try choice.legs
        var shelf = try call.formulaShelf(rig: rig)
        let name = try call.formula(formula, on: &shelf)
        let dish: Cook.Dish
        do throws(FormulaFailure) {
            dish = try shelf.cook(
                Cook.Order(name, variables: values, legs: legs), mode: draft ? .draft : .ready)
        } catch {
            throw call.failure(error, of: formula)
        }
        call.warn(dish.warnings)
        let graph = expand ? try unfolded(dish.graph) : dish.graph
        call.answer(graph) { $0.columns == nil ? JSONText.text(graph) : JSONText.pretty(graph) }
    }

    private func unfolded(_ graph: CookedGraph) throws(CommandFailure) -> CookedGraph {
        do throws(UnfoldingFault) {
            return try graph.unfolded(limit: Self.stepsMax)
        } catch {
            let step = error.step.map { "\($0): " } ?? ""
            throw CommandFailure(
                .badData, code: "invalid", "\(formula) can't be expanded: \(step)\(error.sentence)", about: formula,
                hint: error.remedy)
        }
    }
}

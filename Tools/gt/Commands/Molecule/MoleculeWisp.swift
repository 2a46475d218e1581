import ArgumentParser
import Formulas
import TownModel
import Wire

struct MoleculeWispCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "wisp",
        abstract: "Make a molecule of a formula; it is in no file, and costs a row a step that is reached.",
        discussion: """
            Every variable that the formula uses must have a value. With --on it is the way of working at a bead: whoever has
            the bead on his hook walks it.

            Example: gt mol wisp shiny --var feature=search --on web-a1
            Example: gt mol wisp towers-of-hanoi --var disks=20
            """)

    @Argument(help: "The formula, or a file.", completion: IDCompletion.formulas) var formula: String
    @Option(name: .customLong("var"), help: "A variable: name=value. As often as needed.")
    var variables: [NamedValue] = []
    @Option(name: .customLong("on"), help: "The bead that it is for.", completion: IDCompletion.beads)
    var bead: String?
    @Option(help: "Whose it is; without it the town's.", completion: IDCompletion.rigs) var rig: RigName?
    @Option(help: "In place of the formula's.") var title: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let values = try variables.values("--var ")
        var shelf = try call.formulaShelf(rig: rig)
        let name = try call.formula(formula, on: &shelf)
        let dish: Cook.Dish
        do throws(FormulaFailure) {
            dish = try shelf.cook(Cook.Order(name, variables: values), mode: .ready)
        } catch {
            throw call.failure(error, of: formula)
        }
        call.warn(dish.warnings)
        let client = try call.client()
        var attach: BeadID?
        if let bead { attach = try await client.bead(bead) }
        let reply = try await client.command(
            MoleculeMake(graph: dish.graph, rig: rig, title: title, attach: attach))
        call.answer(reply) { "made \(MoleculeText.line(reply.molecule, $0))" }
    }
}

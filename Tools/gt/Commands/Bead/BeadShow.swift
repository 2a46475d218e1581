import ArgumentParser
import TownModel
import Wire

struct BeadShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show beads with all that is known of them.",
        discussion: "A step of a molecule is shown by its name too.\n\nExample: gt show web-a1")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        if ids.count == 1, let step = try await client.step(named: ids[0]) {
            return call.answer(step) { MoleculeText.detail(step.step, of: step.id.root, $0) }
        }
        let beads = try await client.details(ids)
        call.answer(beads) { screen in beads.map { BeadText.detail($0, screen) }.joined(separator: "\n\n") }
    }
}

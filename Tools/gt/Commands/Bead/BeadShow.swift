import ArgumentParser
import Wire

struct BeadShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show beads with all that is known of them.",
        discussion: "Example: gt show web-a1")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let beads = try await call.client().details(ids)
        call.answer(beads) { screen in beads.map { BeadText.detail($0, screen) }.joined(separator: "\n\n") }
    }
}

import ArgumentParser
import Wire

struct BeadWhyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say what a bead waits for.",
        discussion: "Example: gt bead why web-a1")

    @Argument(completion: IDCompletion.beads) var bead: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let detail = try await call.client().details([bead])[0]
        call.answer(detail) { BeadText.why(detail, $0) }
    }
}

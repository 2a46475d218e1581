import ArgumentParser
import Wire

struct BeadWhyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say what a bead waits for.",
        discussion: """
            By which rule, whose turn it is, and when. gt why says too how it came to this.

            Example: gt bead why web-a1
            """)

    @Argument(completion: IDCompletion.beads) var bead: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().why(bead, kind: .bead, rig: nil)
        call.answer(reply) { WhyText.awaited(reply, $0) }
    }
}

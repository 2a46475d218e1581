import ArgumentParser
import Wire

struct BeadReopenCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open a closed bead again.",
        discussion: "Example: gt bead reopen web-a1 -r \"it came back\"")

    @Argument(completion: IDCompletion.beads) var bead: String
    @Option(name: .shortAndLong, help: "Why.") var reason = "reopened by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(BeadReopen(id: try await client.bead(bead), reason: reason))
        call.answer(reply.bead) { "reopened \(BeadText.line(reply.bead, $0))" }
    }
}

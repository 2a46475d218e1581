import ArgumentParser
import Wire

struct UnslingCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsling",
        abstract: "Take a bead off a queue or a hook; what was done so far is saved.",
        discussion: "Example: gt unsling web-a1 -r \"the plan has changed\"",
        aliases: ["unhook"])

    @Argument(completion: IDCompletion.beads) var bead: String
    @Option(name: .shortAndLong, help: "Why.") var reason = "taken back by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(WorkUnsling(bead: try await client.bead(bead), reason: reason))
        call.answer(reply.bead) { "took back \(BeadText.line(reply.bead, $0))" }
    }
}

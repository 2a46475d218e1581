import ArgumentParser
import TownModel
import Wire

struct UnslingCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsling",
        abstract: "Take beads off a queue or a hook, or from who claimed them; what was done is saved.",
        discussion: """
            Each is open and nobody's afterwards, and no convoy feeds it any more.

            Example: gt unsling web-a1 -r "the plan has changed"
            Example: gt release web-a1 web-a2
            """,
        aliases: ["unhook", "release"])

    @Argument(completion: IDCompletion.beads) var beads: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "taken back by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        // All of them are looked up before the first is taken back.
        var freed: [Bead] = []
        for id in try await client.beads(beads) {
            freed.append(try await client.command(WorkUnsling(bead: id, reason: reason)).bead)
        }
        call.answer(freed) { screen in
            freed.map { "took back \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}

import ArgumentParser
import TownModel
import Wire

struct BeadCloseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close beads; what waited for them may begin.",
        discussion: """
            A worker with commits hands them in with gt done instead: they are closed when they land.

            Example: gt close web-a1 -r "was fixed upstream"
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "closed by hand"
    @Option(help: "success, failed or skipped.") var outcome = Outcome.success
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var closed: [Bead] = []
        for id in try await client.beads(ids) {
            closed.append(try await client.command(BeadClose(id: id, reason: reason, outcome: outcome)).bead)
        }
        call.answer(closed) { screen in
            closed.map { "closed \(BeadText.line($0, screen))" }.joined(separator: "\n")
        }
    }
}

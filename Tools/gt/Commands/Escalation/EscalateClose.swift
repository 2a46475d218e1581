import ArgumentParser
import TownModel
import Wire

struct EscalateCloseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close an escalation that is settled: what waited for it goes on.",
        discussion: """
            The same as gt close of its bead, and for escalations alone. Raised again after that, it is a new one.

            Example: gt escalate close hq-a1 -m "The key was renewed"
            """)

    @Argument(help: "Its bead's id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Option(name: [.customShort("m"), .customShort("r"), .long, .customLong("reason")], help: "How it was settled.")
    var message = "it is settled"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let bead = try await client.bead(id)
        _ = try await client.query(EscalationShow(id: bead))
        _ = try await client.command(BeadClose(id: bead, reason: message))
        let found = try await client.query(EscalationShow(id: bead)).escalation
        call.answer(found) { "closed \(found.bead): \($0.plain(found.title))" }
    }
}

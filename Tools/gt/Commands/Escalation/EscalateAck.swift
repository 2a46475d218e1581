import ArgumentParser
import TownModel
import Wire

struct EscalateAckCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Say that you look after an escalation: it is not raised anew.",
        discussion: """
            What it holds up waits on until it is closed. Raised again by its source with a higher severity, it is open again.

            Example: gt escalate ack hq-a1 -m "I am on it"
            """)

    @Argument(help: "Its bead's id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Option(name: .shortAndLong, help: "What you have to say about it.") var message: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let command = EscalationAcknowledge(id: try await client.bead(id), note: message)
        let found = try await client.command(command).escalation
        call.answer(found) { "you look after \(found.bead): \($0.plain(found.title))" }
    }
}

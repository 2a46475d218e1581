import ArgumentParser
import TownModel
import Wire

struct EscalateShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an escalation: who was told how, what came of each way, who looks after it.",
        discussion: "Example: gt escalate show hq-a1")

    @Argument(help: "Its bead's id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let found = try await client.query(EscalationShow(id: try await client.bead(id))).escalation
        call.answer(found) { EscalationText.whole(found, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct EscalateListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List escalations that are not closed, the newest first.",
        discussion: "Example: gt escalate list --severity critical")

    @Flag(name: .shortAndLong, help: "Also those that are closed.") var all = false
    @OptionGroup var choice: EscalationChoice
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try choice.check()
        let page = try await call.client().query(
            EscalationList(all: all, severity: choice.severity, limit: choice.limit))
        call.answer(page.escalations) { EscalationText.list(page, nothing: "no escalation is open", $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct EscalateListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List escalations that are not closed, the newest first.",
        discussion: "Example: gt escalate list --severity critical")

    @Flag(name: .shortAndLong, help: "Also those that are closed.") var all = false
    @Option(name: .shortAndLong, help: "Of this severity alone: critical, high, medium or low.")
    var severity: Severity?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard limit > 0 else { throw CommandFailure.usage("--limit is 1 or more", hint: "leave it out for 50") }
        let page = try await call.client().query(EscalationList(all: all, severity: severity, limit: limit))
        call.answer(page.escalations) { EscalationText.list(page, nothing: "no escalation is open", $0) }
    }
}

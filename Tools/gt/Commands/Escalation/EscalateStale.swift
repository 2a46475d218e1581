import ArgumentParser
import TownModel
import Wire

struct EscalateStaleCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List escalations that nobody has acknowledged for too long.",
        discussion: """
            Too long is stale_after of config/escalation.toml since people were told last. What was raised anew as often as
            it may be stays here until somebody acknowledges or closes it.

            Example: gt escalate stale
            """)

    @Option(name: .shortAndLong, help: "Of this severity alone: critical, high, medium or low.")
    var severity: Severity?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard limit > 0 else { throw CommandFailure.usage("--limit is 1 or more", hint: "leave it out for 50") }
        let page = try await call.client().query(EscalationList(severity: severity, stale: true, limit: limit))
        call.answer(page.escalations) {
            EscalationText.list(page, nothing: "none waits for longer than \(EscalationText.patience(page))", $0)
        }
    }
}

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

    @OptionGroup var choice: EscalationChoice
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        try choice.check()
        let page = try await call.client().query(
            EscalationList(severity: choice.severity, stale: true, limit: choice.limit))
        call.answer(page.escalations) {
            EscalationText.list(page, nothing: "none waits for longer than \(EscalationText.patience(page))", $0)
        }
    }
}

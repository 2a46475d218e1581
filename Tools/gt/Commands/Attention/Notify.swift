import ArgumentParser
import TownModel
import Wire

extension NotifyLevel: ExpressibleByArgument {}

struct NotifyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "How much an agent is told while it works.",
        discussion: """
            verbose: of unread letters the first 20, not 5. muted: nothing, not even urgent letters; they wait in the inbox.
            The overseer may interrupt whoever is muted, and a Witness still asks who stands still with work on the hook.

            Example: gt notify muted
            Example: gt notify normal web/max
            """)

    @Argument(help: "verbose, normal or muted.") var level: NotifyLevel
    @Argument(help: "Whom; you without it, others by the overseer alone.", completion: IDCompletion.addresses)
    var agent: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            AttentionSet(agent: try await client.address(ifNamed: agent, call), level: level))
        call.answer(reply) { AttentionText.sentence(reply, $0) }
    }
}

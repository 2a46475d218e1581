import ArgumentParser
import TownModel
import Wire

struct MailInboxCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List an inbox, newest first.",
        discussion: """
            With --hook, for an agent's own hooks, it takes a fifth of a second at most and never fails.

            Example: gt mail inbox -u
            Example: gt mail inbox -u --hook
            """)

    @Argument(help: "Whose; your own without it.", completion: IDCompletion.addresses) var owner: String?
    @Flag(name: .shortAndLong, help: "Only what is unread.") var unread = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Flag(help: "For an agent's hook: 200 ms in all, and exit 0 whatever happens.") var hook = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard hook else { return try await list(call) }
        try await HookTime.run(call) { try await list(call) }
    }

    private func list(_ call: Invocation) async throws {
        let client = try call.client()
        var address: Address?
        if let owner { address = try await client.address(owner, rig: call.rigHere()) }
        let page = try await client.query(MailInbox(owner: address, unreadOnly: unread, limit: limit))
        if hook { _ = HookTime.answers() }
        call.answer(page.mails) { MailText.inbox(page, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailInboxCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List an inbox, newest first.",
        discussion: "Example: gt mail inbox -u")

    @Argument(help: "Whose; your own without it.", completion: IDCompletion.addresses) var owner: String?
    @Flag(name: .shortAndLong, help: "Only what is unread.") var unread = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var address: Address?
        if let owner { address = try await client.address(owner, rig: call.rigHere()) }
        let page = try await client.query(MailInbox(owner: address, unreadOnly: unread, limit: limit))
        call.answer(page.mails) { MailText.inbox(page, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailInboxCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List an inbox, newest first.",
        discussion: """
            A long one is listed in pages: the last line says how it goes on. Letters that were put away (gt mail archive)
            are in --archived and --all. With --hook, for an agent's own
            hooks, it takes a fifth of a second at most and never fails.

            Example: gt mail inbox -u
            Example: gt inbox -n 200
            Example: gt mail inbox -u --hook
            """)

    @Argument(help: "Whose; your own without it.", completion: IDCompletion.addresses) var owner: String?
    @Flag(name: .shortAndLong, help: "Only what is unread.") var unread = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Only what came before this letter of it: how a list goes on.", completion: IDCompletion.letters)
    var before: String?
    @Flag(help: "What was put away.") var archived = false
    @Flag(name: .shortAndLong, help: "What was put away too.") var all = false
    @Flag(help: "For an agent's hook: 200 ms in all, and exit 0 whatever happens.") var hook = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if archived, all { throw ValidationError("--archived or --all, not both") }
        if limit < 1 { throw ValidationError("-n is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        guard hook else { return try await list(call) }
        try await HookTime.run(call) { try await list(call) }
    }

    private func list(_ call: Invocation) async throws {
        let client = try call.client()
        let address = try await client.address(ifNamed: owner, call)
        var first: BeadID?
        if let before { first = try await LetterName(before).id { client } }
        let folder: LetterFolder = archived ? .archived : all ? .all : .inbox
        var page = try await client.query(
            MailInbox(owner: address, unreadOnly: unread, limit: limit, folder: folder, before: first))
        // A page of an answer is bounded; the list that was asked for may be longer.
        while let next = page.next, page.mails.count < limit {
            let more = try await client.query(
                MailInbox(
                    owner: address, unreadOnly: unread, limit: limit - page.mails.count, folder: folder, before: next))
            page.mails += more.mails
            page.next = more.next
        }
        if hook { _ = HookTime.answers() }
        call.answer(page.mails) { screen in
            MailText.inbox(page, InboxView(folder: folder, unread: unread, limit: limit), screen)
        }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailThreadCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "thread",
        abstract: "Show the thread that a letter is in, oldest first: what you got of it and what you wrote.",
        discussion: """
            What is unread stays unread.

            Example: gt mail thread hq-msg-a1b2
            """)

    @Argument(help: "Any letter of it, by its id or its place in the inbox.", completion: IDCompletion.letters)
    var letter: String
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Only what came after this letter of it: how a long thread goes on.") var after: String?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("-n is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let id = try await LetterName(letter).id { client }
        var last: BeadID?
        if let after { last = try await LetterName(after).id { client } }
        var page = try await client.query(MailThread(id: id, limit: limit, after: last))
        while let next = page.next, page.mails.count < limit {
            let more = try await client.query(MailThread(id: id, limit: limit - page.mails.count, after: next))
            page.mails += more.mails
            page.next = more.next
        }
        call.answer(page) { MailText.thread(page, $0) }
    }
}

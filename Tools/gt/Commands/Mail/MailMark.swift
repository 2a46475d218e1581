import ArgumentParser
import TownModel
import Wire

struct MailMarkCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Say that letters of your inbox were read, or were not.",
        discussion: """
            What is unread again is new again: an agent is told of it once more.

            Example: gt mail mark read --all
            Example: gt mail mark unread hq-msg-a1b2
            """)

    enum Mark: String, ExpressibleByArgument, CaseIterable { case read, unread }

    @Argument(help: "read or unread.") var mark: Mark
    @Argument(help: "Ids, or places in the inbox.", completion: IDCompletion.letters) var letters: [String] = []
    @Flag(help: "All of the inbox.") var all = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard letters.isEmpty == all else { throw ValidationError("name letters, or --all") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let isRead = mark == .read
        let changed: LettersChanged
        if all {
            changed = try await LetterBatches.all {
                try await client.command(MailMark(isRead: isRead, selection: LetterSelection()))
            }
        } else {
            changed = try await client.command(
                MailMark(ids: try await LetterName.ids(letters, client), isRead: isRead))
        }
        call.answer(changed) { MailText.changed("marked \(mark.rawValue)", changed, $0) }
    }
}

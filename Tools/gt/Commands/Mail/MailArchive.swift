import ArgumentParser
import TownModel
import Wire

struct MailArchiveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Put letters of your inbox away: they are no news any more, and stay to be read and found.",
        discussion: """
            Name them, or say which: --read, --older-than, or both. One that is not in your inbox refuses all that are named.

            Example: gt mail archive hq-msg-a1b2 hq-msg-c3d4
            Example: gt mail archive --read --older-than 7d
            """)

    @Argument(help: "Ids, or places in the inbox.", completion: IDCompletion.letters) var letters: [String] = []
    @Flag(help: "All that you have read.") var read = false
    @Option(help: "All that were sent so long ago at least, as in 12h, 7d; unread ones too, unless --read.")
    var olderThan: DurationArgument?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard letters.isEmpty == (read || olderThan != nil) else {
            throw ValidationError("name letters, or say which: --read, --older-than 7d")
        }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let changed: LettersChanged
        if letters.isEmpty {
            let selection = LetterSelection(
                isRead: read ? true : nil, olderThanSeconds: olderThan?.duration.components.seconds)
            changed = try await LetterBatches.all { try await client.command(MailArchive(selection: selection)) }
        } else {
            changed = try await client.command(MailArchive(ids: try await LetterName.ids(letters, client)))
        }
        call.answer(changed) { MailText.changed("put away", changed, $0) }
    }
}

/// A selection is changed so many at once; a large one takes several commands, each of which is whole.
enum LetterBatches {
    static func all(_ command: () async throws -> LettersChanged) async throws -> LettersChanged {
        var sum = try await command()
        while sum.more {
            let next = try await command()
            sum = LettersChanged(ids: sum.ids + next.ids, more: next.more, unreadCount: next.unreadCount)
        }
        return sum
    }
}

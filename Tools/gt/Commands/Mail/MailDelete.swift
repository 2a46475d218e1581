import ArgumentParser
import TownModel
import Wire

struct MailDeleteCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove letters from your inbox for good.",
        discussion: """
            It is your copy that goes: their writers and other readers keep theirs. gt mail archive puts a letter out of
            sight and keeps it.

            Example: gt mail delete hq-msg-a1b2
            """)

    @Argument(help: "Ids, or places in the inbox.", completion: IDCompletion.letters) var letters: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let changed = try await client.command(MailDelete(ids: try await LetterName.ids(letters, client)))
        call.answer(changed) { MailText.changed("deleted", changed, $0) }
    }
}

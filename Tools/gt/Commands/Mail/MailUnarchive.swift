import ArgumentParser
import TownModel
import Wire

struct MailUnarchiveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unarchive",
        abstract: "Take letters that you put away back into your inbox.",
        discussion: "Example: gt mail unarchive hq-msg-a1b2   # gt mail inbox --archived lists them")

    @Argument(help: "Their ids.") var letters: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let changed = try await client.command(MailUnarchive(ids: try await LetterName.ids(letters, client)))
        call.answer(changed) { MailText.changed("taken back", changed, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailReadCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read a letter of your inbox.",
        discussion: "Example: gt mail read hq-a1b2   # or its place in the inbox: gt mail read 1")

    @Argument(help: "Its id, or its place in the inbox, from 1.", completion: IDCompletion.letters) var letter: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MailRead(id: try await LetterName(letter).id { client }))
        call.answer(reply.mail) { MailText.letter(reply.mail, $0) }
    }
}

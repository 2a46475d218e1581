import ArgumentParser
import TownModel
import Wire

struct MailReplyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "Answer a letter that you got, or go on after one that you wrote.",
        discussion: """
            It goes to the letter's writer (for one of your own: to those whom you wrote to) and joins its thread. Without
            a subject it has the letter's own, with "Re: " before it.

            Example: gt mail reply hq-a1b2 -m "Friday is fine."
            """)

    @Argument(help: "Its id, or its place in the inbox, from 1.", completion: IDCompletion.letters) var letter: String
    @Option(name: .shortAndLong, help: "One line, in place of the letter's own.") var subject = ""
    @OptionGroup var text: LetterOptions
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let answered = try await LetterName(letter).id { try call.client() }
        var client = try call.spooling(spool)
        let copies = try await text.copies(&client, rig: try call.rigHere())
        let delivery = try await client.deliver(
            MailSend(
                to: [], subject: subject, body: try text.body(), priority: text.value,
                copies: copies, replyTo: answered), id: id)
        call.answer(delivery) { reply in call.answer(reply.mail) { MailText.sent(reply.mail, $0) } }
    }
}

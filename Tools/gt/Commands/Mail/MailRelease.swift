import ArgumentParser
import TownModel
import Wire

struct MailReleaseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Give up a letter that you took from a queue: it goes back to its place there.",
        discussion: """
            With --done it is dealt with: it stays in your inbox, and nobody else gets it. The overseer may do either for
            whoever took it.

            Example: gt mail release hq-msg-a1b2
            Example: gt mail release hq-msg-a1b2 --done
            """)

    @Argument(help: "Its id, or its place in the inbox, from 1.") var letter: String
    @Flag(help: "It is dealt with.") var done = false
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            MailRelease(id: try await LetterName(letter).id { client }, isDone: done), id: id)
        call.answer(reply) { MailQueueText.released(reply, $0) }
    }
}

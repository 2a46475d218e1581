import ArgumentParser
import TownModel
import Wire

struct MailChannelShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the letters of a channel, the newest first; a subscriber has seen them then.",
        discussion: "Example: gt mail channel show releases -n 3")

    @Argument(help: "Its name.") var name: MailListName
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 10
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailChannelRead(name: name, limit: limit))
        call.answer(reply) { MailChannelText.letters(reply, $0) }
    }
}

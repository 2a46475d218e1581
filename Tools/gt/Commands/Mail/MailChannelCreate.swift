import ArgumentParser
import TownModel
import Wire

struct MailChannelCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a channel.",
        discussion: "Example: gt mail channel create releases --keep 50 --keep-for 30d")

    @Argument(help: "Its name: a to z, digits and -; no role's name.") var name: MailListName
    @Option(help: "So many letters are kept.") var keep = 100
    @Option(help: "Each for so long, as in 12h, 7d; until there are too many without it.")
    var keepFor: DurationArgument?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(
            MailChannelCreate(name: name, keep: keep, keepSeconds: keepFor?.duration.components.seconds))
        call.answer(reply) { MailChannelText.line(reply, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailChannelSubscribeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribe",
        abstract: "Be told how many letters are new in a channel, from now on.",
        discussion: "Example: gt mail channel subscribe releases")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailChannelSubscribe(name: name))
        call.answer(reply) { MailChannelText.line(reply, $0) }
    }
}

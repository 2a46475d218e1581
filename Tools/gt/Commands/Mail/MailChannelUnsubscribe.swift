import ArgumentParser
import TownModel
import Wire

struct MailChannelUnsubscribeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsubscribe",
        abstract: "Be told of a channel no more.",
        discussion: "Example: gt mail channel unsubscribe releases")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailChannelSubscribe(name: name, isSubscribed: false))
        call.answer(reply) { MailChannelText.line(reply, $0) }
    }
}

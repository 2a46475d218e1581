import ArgumentParser
import TownModel
import Wire

struct MailChannelListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the channels, and what is new for you in each.",
        discussion: "Example: gt mail channel list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(MailChannelList())
        call.answer(page.channels) { MailChannelText.table(page.channels, $0) }
    }
}

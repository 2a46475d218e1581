import ArgumentParser
import TownModel
import Wire

struct MailGroupShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a group is made of, and whom a letter to it reaches now.",
        discussion: "Example: gt mail group show reviewers")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(MailGroupShow(name: name))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

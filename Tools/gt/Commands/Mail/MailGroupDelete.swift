import ArgumentParser
import TownModel
import Wire

struct MailGroupDeleteCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take a group away; letters that it got stay with their readers.",
        discussion: "Example: gt mail group delete reviewers")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailGroupDelete(name: name))
        call.answer(reply) { _ in "group:\(reply.group.name) is no more" }
    }
}

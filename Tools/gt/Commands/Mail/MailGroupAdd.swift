import ArgumentParser
import TownModel
import Wire

struct MailGroupAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put members into a group.",
        discussion: "Example: gt mail group add reviewers web/max")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var members: GroupMembers
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await members.present(client, call)
        let reply = try await client.command(MailGroupChange(name: name, add: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailGroupRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take members out of a group.",
        discussion: "Example: gt mail group remove reviewers web/max")

    @Argument(help: "Its name.") var name: MailListName
    @OptionGroup var members: GroupMembers
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await members.whoever(client, call)
        let reply = try await client.command(MailGroupChange(name: name, remove: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

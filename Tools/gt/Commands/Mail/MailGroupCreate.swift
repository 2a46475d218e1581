import ArgumentParser
import TownModel
import Wire

struct MailGroupCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a group.",
        discussion: "Example: gt mail group create reviewers @crew/web mayor")

    @Argument(help: "Its name: a to z, digits and -; no role's name.") var name: MailListName
    @OptionGroup var members: GroupMembers
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await members.present(client, call)
        let reply = try await client.command(MailGroupCreate(name: name, members: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

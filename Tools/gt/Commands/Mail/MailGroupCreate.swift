import ArgumentParser
import TownModel
import Wire

struct MailGroupCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a group.",
        discussion: "Example: gt mail group create reviewers @crew/web mayor")

    @Argument(help: "Its name: a to z, digits and -; no role's name.") var name: MailListName
    @Argument(help: "Agents, @crew and its like, group:<name>.", completion: IDCompletion.correspondents)
    var members: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await client.targets(members, rig: try call.rigHere())
        let reply = try await client.command(MailGroupCreate(name: name, members: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

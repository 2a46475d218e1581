import ArgumentParser
import TownModel
import Wire

struct MailGroupAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put members into a group.",
        discussion: "Example: gt mail group add reviewers web/max")

    @Argument(help: "Its name.") var name: MailListName
    @Argument(help: "Agents, @crew and its like, group:<name>.", completion: IDCompletion.correspondents)
    var members: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await client.targets(members, rig: try call.rigHere())
        let reply = try await client.command(MailGroupChange(name: name, add: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

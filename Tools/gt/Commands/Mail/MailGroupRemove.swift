import ArgumentParser
import TownModel
import Wire

struct MailGroupRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take members out of a group.",
        discussion: "Example: gt mail group remove reviewers web/max")

    @Argument(help: "Its name.") var name: MailListName
    @Argument(help: "Agents, @crew and its like, group:<name>.", completion: IDCompletion.correspondents)
    var members: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var targets: [MailTarget] = []
        for text in members {
            // One who has left the town is still named in full.
            if let whole = MailTarget(text) {
                targets.append(whole)
            } else {
                targets.append(try await client.target(text, rig: call.rigHere()))
            }
        }
        let reply = try await client.command(MailGroupChange(name: name, remove: targets))
        call.answer(reply) { MailListText.group(reply, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MailQueueCreateCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a queue.",
        discussion: "Example: gt mail queue create triage --claimers @crew mayor")

    @Argument(help: "Its name: a to z, digits and -; no role's name.") var name: MailListName
    @Option(
        parsing: .upToNextOption, help: "Who may take letters: agents, @crew and its like, group:<name>; everybody.",
        completion: IDCompletion.correspondents)
    var claimers: [String] = []
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let targets = try await client.targets(claimers, rig: try call.rigHere())
        let reply = try await client.command(
            MailQueueCreate(name: name, claimers: targets.isEmpty ? nil : targets))
        call.answer(reply) { MailQueueText.queue(reply, $0) }
    }
}

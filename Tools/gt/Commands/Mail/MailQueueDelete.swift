import ArgumentParser
import TownModel
import Wire

struct MailQueueDeleteCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take a queue away; refused while letters are in it.",
        discussion: "Example: gt mail queue delete triage")

    @Argument(help: "Its name.") var name: MailListName
    @Flag(
        help: """
            Also with letters in it: those that wait go to the overseer, those that were taken stay with who took them.
            """)
    var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailQueueDelete(name: name, force: force))
        call.answer(reply) { MailQueueText.deleted(reply, $0) }
    }
}

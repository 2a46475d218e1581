import ArgumentParser
import TownModel
import Wire

struct MailQueueShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the letters that wait in a queue, the next one first, and those that were taken.",
        discussion: "Example: gt mail queue show triage")

    @Argument(help: "Its name.") var name: MailListName
    @Option(name: [.customShort("n"), .long], help: "At most so many of each.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().query(MailQueueShow(name: name, limit: limit))
        call.answer(reply) { MailQueueText.queue(reply, $0) }
    }
}

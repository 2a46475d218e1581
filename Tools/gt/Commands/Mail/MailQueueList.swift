import ArgumentParser
import TownModel
import Wire

struct MailQueueListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the queues and how many letters wait in each.",
        discussion: "Example: gt mail queue list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(MailQueueList())
        call.answer(page.queues) { MailQueueText.table(page.queues, $0) }
    }
}

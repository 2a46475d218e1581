import ArgumentParser
import TownModel
import Wire

struct MailClaimCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Take a letter of a queue: the most urgent, the oldest of these; nobody else gets it.",
        discussion: """
            It is in your inbox from then on, and yours to deal with: gt mail release puts it back, or with --done ends it.
            What a worker has not dealt with goes back when its work is over. Ends with 1 when no letter waits.

            Example: gt mail claim triage
            """)

    @Argument(help: "The queue; any that you may take from without it.") var queue: MailListName?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(MailClaim(queue: queue), id: id)
        guard let mail = reply.mail else {
            throw CommandFailure(
                .refused, code: "not-found",
                queue.map { "no letter waits in queue:\($0)" } ?? "no letter waits that you may take",
                hint: "gt mail queue list")
        }
        call.answer(reply) { MailQueueText.taken(mail, from: reply.queue, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct QueueWithdrawCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a merge request out of the queue.",
        discussion: """
            Never while it is landing: wait for the outcome. Its bead is open and nobody's afterwards, and no convoy
            feeds it; what was handed in stays under refs/gt/submitted, and gt mq retry queues it again.

            Example: gt mq withdraw web-a1 --reason "not before the release"
            """)

    @Argument(help: "A merge request, or a bead: then its newest request.", completion: IDCompletion.beads)
    var id: String
    @Option(name: .shortAndLong, help: "Why.") var reason = "withdrawn by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MergeWithdraw(id: try await client.requestID(id), reason: reason))
        call.answer(reply) { "withdrawn: " + QueueText.short(reply.request, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct QueueRejectCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Say that a merge request is not wanted as it is.",
        discussion: """
            Never while it is landing. Its bead waits on a gate that a person opens, or, with --rework, goes back to a
            worker with the reason. What was handed in stays under refs/gt/submitted.

            Example: gt mq reject web-a1 --reason "breaks the old clients"
            Example: gt mq reject web-a1 --rework --reason "add a test"
            """)

    @Argument(help: "A merge request, or a bead: then its newest request.", completion: IDCompletion.beads)
    var id: String
    @Option(name: .shortAndLong, help: "Why.") var reason: String
    @Flag(help: "Back to a worker instead of before a person.") var rework = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            MergeReject(id: try await client.requestID(id), reason: reason, again: rework))
        call.answer(reply) { "rejected: " + QueueText.short(reply.request, $0) }
    }
}

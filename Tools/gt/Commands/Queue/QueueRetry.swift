import ArgumentParser
import TownModel
import Wire

struct QueueRetryCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try a merge request again, at once.",
        discussion: """
            One that waits: the Refinery does not rest any longer after trouble (a remote that was away). One that came
            to nothing (sent back, rejected, withdrawn): the same commit is queued again as a new request, rework that
            nobody has begun is taken back, and a gate that asked a person about it is opened.

            Example: gt mq retry web-a1
            """)

    @Argument(help: "A merge request, or a bead: then its newest request.", completion: IDCompletion.beads)
    var id: String

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MergeRetry(id: try await client.requestID(id)))
        call.answer(reply) { "tried: " + QueueText.short(reply.request, $0) }
    }
}

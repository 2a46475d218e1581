import ArgumentParser
import TownModel
import Wire

struct QueueFrontCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "front",
        abstract: "Have a merge request taken next.",
        discussion: """
            It goes before all scores, with what is stacked next; of several the one that was put first last. Of the
            others the oldest is still passed over at most twice.

            Example: gt mq front web-a1
            """)

    @Argument(help: "A merge request, or a bead: then its newest request.", completion: IDCompletion.beads)
    var id: String

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(MergeFront(id: try await client.requestID(id)))
        call.answer(reply) { "first: " + QueueText.short(reply.request, $0) }
    }
}

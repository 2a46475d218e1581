import ArgumentParser
import TownModel
import Wire

struct QueueWhyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say where a merge request is, and why.",
        discussion: "Example: gt mq why web-a1   # a bead's id means its newest request")

    @Argument(help: "A bead or a merge request.", completion: IDCompletion.beads) var id: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().why(id, kind: .request, rig: nil)
        call.answer(reply) { WhyText.awaited(reply, $0) }
    }
}

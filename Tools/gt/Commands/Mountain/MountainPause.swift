import ArgumentParser
import TownModel
import Wire

struct MountainPauseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Begin nothing more of an epic: what waits leaves the queue, what runs goes on.",
        discussion: "Example: gt mountain pause web-epic1")

    @Argument(help: "An epic or a convoy.", completion: IDCompletion.convoys) var mountain: String
    @Option(name: [.customShort("m"), .long], help: "Why.") var reason: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let id = try await client.mountain(mountain)
        let reply = try await client.command(MountainSteer(convoy: id, action: .pause, reason: reason))
        call.answer(reply.convoy) { "paused: \(ConvoyText.detail(reply.convoy, $0))" }
    }
}

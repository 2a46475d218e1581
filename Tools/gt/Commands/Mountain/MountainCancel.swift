import ArgumentParser
import TownModel
import Wire

struct MountainCancelCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Drive an epic no more: its convoy is closed, its beads stay as they are.",
        discussion: "Example: gt mountain cancel web-epic1")

    @Argument(help: "An epic or a convoy.", completion: IDCompletion.convoys) var mountain: String
    @Option(name: [.customShort("m"), .long], help: "Why.") var reason: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let id = try await client.mountain(mountain)
        let reply = try await client.command(MountainSteer(convoy: id, action: .cancel, reason: reason))
        call.answer(reply.convoy) { "cancelled: \(ConvoyText.detail(reply.convoy, $0))" }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MountainResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with an epic that was paused.",
        discussion: "Example: gt mountain resume web-epic1")

    @Argument(help: "An epic or a convoy.", completion: IDCompletion.convoys) var mountain: String
    @Option(name: [.customShort("m"), .long], help: "Why.") var reason: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let id = try await client.mountain(mountain)
        let reply = try await client.command(MountainSteer(convoy: id, action: .resume, reason: reason))
        call.answer(reply.convoy) { "goes on: \(ConvoyText.detail(reply.convoy, $0))" }
    }
}

import ArgumentParser
import Wire

struct MountainResumeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with an epic that was paused.",
        discussion: "Example: gt mountain resume web-epic1")

    @OptionGroup var steering: MountainSteering
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let convoy = try await steering.steer(.resume, call)
        call.answer(convoy) { "goes on: \(ConvoyText.detail(convoy, $0))" }
    }
}

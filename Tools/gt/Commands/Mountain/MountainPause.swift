import ArgumentParser
import Wire

struct MountainPauseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Begin nothing more of an epic: what waits leaves the queue, what runs goes on.",
        discussion: "Example: gt mountain pause web-epic1")

    @OptionGroup var steering: MountainSteering
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let convoy = try await steering.steer(.pause, call)
        call.answer(convoy) { "paused: \(ConvoyText.detail(convoy, $0))" }
    }
}

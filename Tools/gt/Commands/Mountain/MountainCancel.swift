import ArgumentParser
import Wire

struct MountainCancelCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Drive an epic no more: its convoy is closed, its beads stay as they are.",
        discussion: "Example: gt mountain cancel web-epic1")

    @OptionGroup var steering: MountainSteering
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let convoy = try await steering.steer(.cancel, call)
        call.answer(convoy) { "cancelled: \(ConvoyText.detail(convoy, $0))" }
    }
}

import ArgumentParser
import Wire

struct ConvoyStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show a convoy and each of its members.",
        discussion: "Example: gt convoy status hq-cv-9abc")

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let convoy = try await call.client().convoy(convoy)
        call.answer(convoy) { ConvoyText.detail(convoy, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct ConvoyCloseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "End a convoy by hand; its members stay as they are.",
        discussion: "Example: gt convoy close hq-cv-9abc -r \"no longer wanted\"")

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @Option(name: .shortAndLong, help: "Why.") var reason = "closed by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let convoy = try await client.command(
            ConvoyClose(convoy: try await client.convoy(convoy).id, reason: reason)
        ).convoy
        call.answer(convoy) { _ in "closed \(convoy.id) with \(ConvoyText.progress(convoy)) done" }
    }
}

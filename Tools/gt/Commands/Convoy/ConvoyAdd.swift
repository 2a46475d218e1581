import ArgumentParser
import TownModel
import Wire

struct ConvoyAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add beads to a convoy; a landed one is opened again.",
        discussion: "Example: gt convoy add hq-cv-9abc web-c3")

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @Argument(completion: IDCompletion.beads) var beads: [String]
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let convoy = try await client.command(
            ConvoyAdd(convoy: try await client.convoy(convoy).id, beads: try await client.beads(beads))
        ).convoy
        call.answer(convoy) { ConvoyText.detail(convoy, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct ConvoyWatchCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Be told by mail when a convoy lands.",
        discussion: "Example: gt convoy watch hq-cv-9abc   # --stop: no longer")

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @Flag(help: "No longer.") var stop = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let convoy = try await client.command(
            ConvoyWatch(convoy: try await client.convoy(convoy).id, watch: !stop)
        ).convoy
        call.answer(convoy) { _ in
            stop ? "you are no longer told of \(convoy.id)" : "you are told by mail when \(convoy.id) lands"
        }
    }
}

import ArgumentParser
import TownModel
import Wire

struct ConvoyLaunchCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Begin a staged convoy: the first wave now, the others as what they need lands.",
        discussion: """
            It is looked at once more; what is found stops it, and warnings do not with --force.

            Example: gt convoy launch hq-cv-9abc
            """)

    @Argument(completion: IDCompletion.convoys) var convoy: String
    @Flag(help: "In spite of warnings.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            ConvoyLaunch(convoy: try await client.convoy(convoy).id, force: force))
        call.answer(reply) { StageText.stage(reply, wantedLaunch: true, $0) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct MountainBeginCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "begin",
        abstract: "Drive an epic to its end.",
        discussion: """
            Like gt convoy stage --launch, in spite of warnings; what joins the epic later joins the convoy.

            Example: gt mountain begin web-epic1
            """)

    @Argument(completion: IDCompletion.beads) var epic: String
    @Option(help: "What the convoy is called.") var title: String?
    @Option(help: "Work at all of it in this rig; without it each bead in its own.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let reply = try await client.command(
            MountainBegin(epic: try await client.bead(epic), title: title, rig: rig))
        call.answer(reply) { screen in
            if reply.waves.isEmpty, let convoy = reply.convoy {
                return "it is driven already\n\(ConvoyText.detail(convoy, screen))"
            }
            return StageText.stage(reply, wantedLaunch: true, screen)
        }
        if reply.convoy == nil { throw ExitStatusOnly(status: .refused) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct ConvoyStageCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage",
        abstract: "Look at an epic, or at beads, before they are begun, and put them into waves.",
        discussion: """
            An epic stands for its open leaves. What waits for itself, has ended, is no work or belongs to no rig is an \
            error: nothing is written, and the exit status is 1. What is on a hook, in another convoy, put off, of a \
            parked rig, or waits for something outside is a warning. The staged convoy is begun by gt convoy launch.

            Example: gt convoy stage web-epic1 --title "New door"
            """)

    @Argument(help: "Epics and beads; or one convoy that is not under way.", completion: IDCompletion.beads)
    var things: [String]
    @Option(help: "What the convoy is called.") var title: String?
    @Option(help: "Work at all of them in this rig; without it each in its own.") var rig: RigName?
    @Flag(help: "Launch it at once, if nothing at all was found.") var launch = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let convoy = Self.isConvoy(things) ? try await client.convoy(things[0]).id : nil
        let beads = convoy == nil ? try await client.beads(things) : []
        let reply = try await client.command(
            ConvoyStage(beads: beads, convoy: convoy, title: title, rig: rig, launch: launch))
        call.answer(reply) { StageText.stage(reply, wantedLaunch: launch, $0) }
        if reply.convoy == nil { throw ExitStatusOnly(status: .refused) }
    }

    /// Ids of convoys have a form of their own.
    static func isConvoy(_ things: [String]) -> Bool { things.count == 1 && things[0].contains("-cv-") }
}

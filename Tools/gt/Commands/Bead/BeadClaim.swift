import ArgumentParser
import TownModel
import Wire

struct BeadClaimCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Take a bead, or with --next the most urgent that is ready: one of many who ask gets it.",
        discussion: """
            It is in_progress and yours (or --for's) from then on. Ends with 1, and names the holder, when somebody else has
            it, and when nothing is ready.

            Example: gt bead claim --next --rig web
            """)

    @Argument(help: "The bead.", completion: IDCompletion.beads) var bead: String?
    @Flag(help: "The most urgent that is ready.") var next = false
    @Option(help: "With --next: only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: .customLong("for"), help: "In whose name; yours without it.") var assignee: String?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (bead == nil) == next else { throw ValidationError("name a bead, or say --next") }
        if rig != nil, !next { throw ValidationError("--rig goes with --next") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let claimed: Bead?
        if let bead {
            claimed = try await client.command(
                BeadClaim(id: try await client.bead(bead), assignee: assignee), id: id
            ).bead
        } else {
            claimed = try await client.command(BeadClaimNext(home: rig, assignee: assignee), id: id).bead
        }
        guard let claimed else {
            throw CommandFailure(
                .refused, code: "not-found", "nothing is ready", hint: "gt bead blocked says what waits")
        }
        call.answer(claimed) { "\(BeadText.line(claimed, $0)) is with \($0.plain(claimed.assignee ?? ""))" }
    }
}

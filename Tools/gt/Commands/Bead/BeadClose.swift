import ArgumentParser
import TownModel
import Wire

struct BeadCloseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close beads; what waited for them may begin.",
        discussion: """
            A worker with commits hands them in with gt done instead: they are closed when they land.

            Example: gt close web-a1 -r "was fixed upstream"
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "closed by hand"
    @Option(help: "success, failed or skipped.") var outcome = Outcome.success
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        var client = try call.spooling(spool)
        var beads: [BeadID] = []
        for id in ids { beads.append(try await client.bead(id)) }
        var deliveries: [Delivery<BeadReply>] = []
        for id in beads {
            deliveries.append(try await client.deliver(BeadClose(id: id, reason: reason, outcome: outcome)))
        }
        call.answer(deliveries) { reply, screen in
            "closed \(BeadText.line(reply.bead, screen))"
        } json: {
            $0.bead
        }
    }
}

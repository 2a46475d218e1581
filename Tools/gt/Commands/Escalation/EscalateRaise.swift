import ArgumentParser
import TownModel
import Wire

struct EscalateRaiseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "raise",
        abstract: "Ask a person: a bead, told by the routes of its severity.",
        discussion: """
            With --source an open escalation of the same source is counted up instead of made again; people are told
            anew only with a higher severity.

            Example: gt escalate raise "The disk is full" -s critical --source disk
            """)

    @Argument(help: "What is the matter.") var text: String
    @Option(name: .shortAndLong, help: "critical, high, medium or low.") var severity = Severity.medium
    @Option(help: "What raises it, so that one trouble is told once.") var source: String?
    @Option(
        name: [.long, .customLong("related")], help: "The bead it is about.", completion: IDCompletion.beads)
    var about: String?
    @Option(help: "Id of the command, to repeat one whose answer was lost.") var id: CommandID?
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        var client = try call.spooling(spool)
        var bead: BeadID?
        if let about { bead = try await client.bead(about) }
        let delivery = try await client.deliver(
            EscalationRaise(severity: severity, text: text, source: source, about: bead), id: id)
        call.answer(delivery) { reply in
            call.answer(reply.bead) {
                "raised \(BeadText.line(reply.bead, $0))\n"
                    + $0.paint("gt escalate show \(reply.bead.id) says who is told, and how", .dim)
            }
        }
    }
}

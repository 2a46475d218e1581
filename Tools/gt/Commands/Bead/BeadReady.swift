import ArgumentParser
import TownModel
import Wire

struct BeadReadyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "List work that can be done now, most urgent first.",
        discussion: """
            --semantics beads-0.47 lists what that version of Beads would call ready, to compare with.

            Example: gt ready --rig web --limit 5
            """)

    static let limitDefault = 10

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: [.customShort("n"), .long], help: "At most so many.")
    var limit = BeadReadyCommand.limitDefault
    @Option(help: "Whose idea of ready: town or beads-0.47.") var semantics: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(BeadReady(home: rig, limit: limit, semantics: semantics))
        call.answer(page.beads) { page.beads.isEmpty ? "nothing is ready" : BeadText.table(page.beads, $0) }
        if page.next != nil { call.note("there is more: --limit \(limit * 2)") }
    }
}

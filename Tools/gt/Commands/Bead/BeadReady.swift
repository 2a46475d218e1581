import ArgumentParser
import TownModel
import Wire

struct BeadReadyCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "List work that can be done now, most urgent first.",
        discussion: "Example: gt ready --rig web --limit 5")

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 10
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let page = try await call.client().query(BeadReady(home: rig, limit: limit))
        call.answer(page.beads) { page.beads.isEmpty ? "nothing is ready" : BeadText.table(page.beads, $0) }
        if page.next != nil { call.note("there is more: --limit \(limit * 2)") }
    }
}

import ArgumentParser
import TownModel
import Wire

struct BdEpicCloseEligible: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "close-eligible",
        abstract: "Close epics whose parts are all closed. (One closes by itself with its last part.)",
        discussion: "Example: bd epic close-eligible --dry-run")

    @Flag(help: "Only say which.") var dryRun = false
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try dryRun ? call.reader() : call.writer()
        let epics = try await EpicProgress.all(home.selected(call, client), client).filter(\.isEligible)
        var batch = BdBatch(call, count: epics.count)
        var closed: [BdBead] = []
        for epic in epics {
            let bead: BdBead? = try await batch.attempt(epic.epic.id) {
                if !dryRun, let id = BeadID(epic.epic.id) {
                    _ = try await client.command(BeadClose(id: id, reason: "All children completed"))
                }
                return epic.epic
            }
            if let bead { closed.append(bead) }
        }
        call.answer(
            RawJSON.object([
                "closed": RawJSON.texts(closed.map(\.id)), "count": String(closed.count),
                "dry_run": dryRun ? "true" : nil,
            ])
        ) { screen in
            let word = dryRun ? "would close" : "closed"
            return closed.isEmpty
                ? "no epic can be closed" : closed.map { "\(word) \(BdText.line($0, screen))" }.joined(separator: "\n")
        }
        try batch.finish()
    }
}

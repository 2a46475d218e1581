import ArgumentParser
import TownModel
import Wire

struct BeadStatsCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show the ledger in numbers.",
        discussion: "Example: gt bead stats --rig web")

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let stats = try await call.client().query(BeadStats(home: rig))
        call.answer(stats) { screen in
            var table = TextTable()
            table.add(.init("\(stats.total)", .cyan), "beads")
            for (status, count) in stats.statuses.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                table.add(.init("\(count)", .cyan), .init("  \(screen.plain(status))"))
            }
            for disposition in Disposition.allCases where disposition != .closed {
                table.add(
                    .init("\(stats.dispositions[disposition.rawValue] ?? 0)", .cyan),
                    .init("open: \(disposition.rawValue)"))
            }
            table.add(.init("\(stats.pinned)", .cyan), "pinned")
            table.add(.init("\(stats.epicsToClose)", .cyan), "epics whose parts are all closed")
            if let hours = stats.averageLeadHours {
                table.add(.init(screen.plain(Age.text(.seconds(Int64(hours * 3600)))), .cyan), "from made to closed")
            }
            return table.text(screen)
        }
    }
}

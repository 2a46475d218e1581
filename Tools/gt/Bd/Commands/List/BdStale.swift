import ArgumentParser
import BeadsFormat
import TownModel
import Wire

struct BdStale: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List what nobody has changed for long, the longest first.",
        discussion: "Example: bd stale --days 14 --status in_progress")

    @Option(name: .shortAndLong, help: "For so many days.") var days = 30
    @Option(name: .shortAndLong, help: "Only in this status.") var status: String?
    @OptionGroup var limit: BdLimit
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500, not \(days)") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        var selection = BeadSelection(home: try await home.selected(call, client), includeTemplates: false)
        selection.statuses = status.map { [BeadStatus(rawValue: $0)] } ?? []
        selection.includeEphemeral = false
        selection.updated = TimeRange(to: Surroundings.now.advanced(by: .seconds(Int64(-days) * 86_400)))
        let beads = try await client.lines(selection, BeadOrder(.updated), limit: limit.count)
        call.answer(RawJSON.array(beads.map(\.countedJSON))) { screen in
            guard !beads.isEmpty else { return "nothing is stale" }
            var table = TextTable()
            for bead in beads {
                let age = bead.line.time(.updatedAt).map(screen.age) ?? "?"
                table.add(.init(bead.id, .cyan), BdText.state(bead), .init(age, .dim), .init(screen.plain(bead.title)))
            }
            return table.text(screen)
        }
    }
}

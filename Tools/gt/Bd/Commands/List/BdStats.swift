import ArgumentParser
import TownModel
import Wire

struct BdStats: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "The issues in numbers.",
        discussion: "Example: bd stats --json",
        aliases: ["status"])

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let numbers = try await client.query(BeadStats(home: home.selected(call, client)))
        func count(_ statuses: BeadStatus...) -> Int {
            statuses.reduce(0) { $0 + (numbers.statuses[$1.rawValue] ?? 0) }
        }
        func waiting(_ disposition: Disposition) -> Int { numbers.dispositions[disposition.rawValue] ?? 0 }
        let hours = numbers.averageLeadHours ?? 0
        let rows: [(key: String, words: String, count: Int)] = [
            ("total_issues", "in all", numbers.total - count(.tombstone)),
            ("open_issues", "open", count(.open)),
            ("in_progress_issues", "in progress", count(.inProgress, .submitted, .hooked)),
            ("closed_issues", "closed", count(.closed)),
            ("blocked_issues", "blocked", waiting(.blocked)),
            ("deferred_issues", "deferred", waiting(.deferred)),
            ("ready_issues", "ready", waiting(.ready)),
            ("tombstone_issues", "deleted", count(.tombstone)),
            ("pinned_issues", "pinned", numbers.pinned),
            ("epics_eligible_for_closure", "epics to close", numbers.epicsToClose),
        ]
        let members = rows.map { "\(RawJSON.text($0.key)):\($0.count)" } + ["\"average_lead_time_hours\":\(hours)"]
        call.answer("{\(members.joined(separator: ","))}") { screen in
            var table = TextTable()
            for row in rows { table.add("\(row.count)", .init(row.words, .dim)) }
            if numbers.averageLeadHours != nil {
                table.add("\(Int(hours.rounded()))", .init("hours from made to closed, on average", .dim))
            }
            return table.text(screen)
        }
    }
}

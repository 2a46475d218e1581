import ArgumentParser
import TownModel
import Wire

struct BeadCountCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count beads, in groups if asked.",
        discussion: "Example: gt bead count --by status --all")

    @Option(help: "status, priority, type, assignee, label or rig.") var by: BeadCount.Group?
    @OptionGroup var place: SelectionOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let counts = try await client.query(
            BeadCount(selection: try await place.selection(client, ofWork: false), by: by))
        call.answer(counts) { screen in
            guard by != nil else { return "\(counts.total)" }
            var table = TextTable()
            for group in counts.groups {
                table.add(
                    .init("\(group.count)", .cyan), .init(screen.plain(group.name.isEmpty ? "(none)" : group.name)))
            }
            return counts.groups.isEmpty ? "0" : table.text(screen)
        }
    }
}

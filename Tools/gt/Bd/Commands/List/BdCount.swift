import ArgumentParser
import TownModel
import Wire

struct BdCount: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count issues, closed ones too, in groups if asked to.",
        discussion: "Example: bd count --status open --by-priority --json")

    @Flag(help: "By status.") var byStatus = false
    @Flag(help: "By priority.") var byPriority = false
    @Flag(help: "By type.") var byType = false
    @Flag(help: "By assignee.") var byAssignee = false
    @Flag(help: "By label; who has several is counted under each.") var byLabel = false
    @OptionGroup var filter: BdFilter
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard groups.count <= 1 else { throw ValidationError("count by one thing at a time") }
        guard filter.id.isEmpty else { throw ValidationError("--id names what need not be counted: bd list --id") }
    }

    private var groups: [BeadCount.Group] {
        let all: [(Bool, BeadCount.Group)] = [
            (byStatus, .status), (byPriority, .priority), (byType, .type), (byAssignee, .assignee), (byLabel, .label),
        ]
        return all.filter(\.0).map(\.1)
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let selection = try await filter.selection(home.selected(call, client), closed: true, client)
        let counts = try await client.countWithoutDeleted(selection, by: groups.first)
        guard let group = groups.first else {
            return call.answer(RawJSON.object(["count": String(counts.total)])) { _ in "\(counts.total)" }
        }
        let named = counts.groups.map { (name: Self.name($0.name, group), count: $0.count) }
        let rows = named.map { name, count in
            RawJSON.object(["group": RawJSON.text(name), "count": String(count)])
        }
        call.answer(RawJSON.object(["total": String(counts.total), "groups": RawJSON.array(rows)])) { screen in
            var table = TextTable()
            for (name, count) in named { table.add("\(count)", .init(screen.plain(name))) }
            table.add("\(counts.total)", .init("in all", .dim))
            return table.text(screen)
        }
    }

    /// The reference's words for a group.
    private static func name(_ name: String, _ group: BeadCount.Group) -> String {
        switch group {
        case .priority: "P\(name)"
        case .assignee where name.isEmpty: "(unassigned)"
        case .label where name.isEmpty: "(no labels)"
        case .status, .type, .assignee, .label, .rig: name
        }
    }
}

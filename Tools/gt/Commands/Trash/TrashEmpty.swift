import ArgumentParser
import Host
import TownModel

struct TrashEmptyCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "empty",
        abstract: "Remove what is old from the trash, or all of it, for good.",
        discussion: """
            What holds commits that nothing else keeps, or whose branch nobody knows any more, is left and named, and the
            command ends with 1. Files that git ignores are gone with the rest.

            Example: gt trash empty --older-than 7d --dry-run
            """)

    @Option(help: "In the trash for so long at least, as in 12h, 7d.") var olderThan: DurationArgument?
    @Flag(help: "However new.") var all = false
    @Option(help: "Of this rig; else of all, and of the town's dogs.") var rig: RigName?
    @Flag(help: "Say what would be removed, and remove nothing.") var dryRun = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (olderThan != nil) != all else { throw ValidationError("say what goes: --older-than 7d, or --all") }
    }

    func run(_ call: Invocation) async throws {
        let book = TrashBook(layout: try call.town())
        let moment = Surroundings.now.advanced(by: .zero - (olderThan?.duration ?? .zero))
        var rows: [Row] = []
        for item in book.items(rig) where item.trashedAt.map({ $0 <= moment }) ?? false {
            let objection = try await book.work(item).objection(item)
            if objection == nil, !dryRun { try Files.removeTree(item.path) }
            rows.append(Row(name: item.name, isRemoved: objection == nil && !dryRun, left: objection))
        }
        call.answer(rows) { screen in
            guard !rows.isEmpty else { return "nothing in the trash is that old" }
            return rows.map { row in
                let what = row.left.map { "left: " + $0 } ?? (dryRun ? "would be removed" : "removed")
                return screen.plain("\(row.name)  \(what)")
            }.joined(separator: "\n")
        }
        let left = rows.filter { $0.left != nil }
        guard left.isEmpty else {
            throw CommandFailure(
                .refused, code: "conflict", "\(left.count) of \(rows.count) are left in the trash",
                hint: "gt trash show \(left[0].name), gt trash restore \(left[0].name)")
        }
    }

    private struct Row: Encodable {
        let name: String
        let isRemoved: Bool
        /// Why it stays; nil: nothing is against its removal.
        let left: String?
    }
}

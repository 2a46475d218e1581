import ArgumentParser
import Host
import TownModel

struct TrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trash",
        abstract: "Worktrees of workers that were taken out, and directories of removed dogs, until they are removed.",
        discussion: """
            They lie in rigs/<rig>/trash and .gt/trash. Their work is saved in the clone (gt rescue); what git ignores is
            here only. A rig's Witness removes what is old by itself. These commands read files and git only.

            Example: gt trash list
            """,
        subcommands: [
            TrashListCommand.self, TrashShowCommand.self, TrashRestoreCommand.self, TrashEmptyCommand.self,
        ])
}

struct TrashListCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is in the trash, the oldest first.",
        discussion: "Example: gt trash list --rig web")

    @Option(help: "Of this rig; else of all, and of the town's dogs.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let items = TrashBook(layout: try call.town()).items(rig)
        call.answer(items) { screen in
            guard !items.isEmpty else { return "the trash is empty" }
            var table = TextTable()
            for item in items {
                table.add(
                    .init(screen.plain(item.name), .bold),
                    .init(item.trashedAt.map { "\(screen.age($0)) ago" } ?? "", .dim),
                    .init(screen.plain(item.path), .dim))
            }
            return table.text(screen)
        }
    }
}

struct TrashShowCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Say what one was: its branch, its last commit, and whether something else keeps that.",
        discussion: "Example: gt trash show web/17-ash")

    @Argument(help: "Its name, as gt trash list shows it.") var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let book = TrashBook(layout: try call.town())
        let item = try book.find(name)
        let shown = Shown(item: item, work: try await book.work(item))
        call.answer(shown) { screen in
            let work = shown.work
            let branch = work.branch.map { "\($0) at \(work.head?.short ?? "")" } ?? "not in the clone"
            return [
                screen.paint(screen.plain(item.name), .bold), "lies in   \(screen.plain(item.path))",
                "branch    \(screen.plain(branch))",
                work.objection(item).map { "stays     \(screen.plain($0))" }
                    ?? "kept      its commits are kept elsewhere",
            ].joined(separator: "\n")
        }
    }

    private struct Shown: Encodable {
        let item: TrashItem
        let work: TrashedWork
    }
}

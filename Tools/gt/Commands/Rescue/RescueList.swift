import ArgumentParser
import TownModel

struct RescueListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List saved work: bead and attempt's number, whose, what, when, and whether the worktree is still there.",
        discussion: "Example: gt rescue list web")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rig; all of them without it.") var rig: RigName?

    func run(_ call: Invocation) async throws {
        let attempts = try await SavedWorkBook(layout: try call.town()).attempts().filter {
            rig == nil || $0.rig == rig
        }
        call.answer(attempts) { screen in
            guard !attempts.isEmpty else { return "nothing is saved" }
            var table = TextTable()
            for attempt in attempts {
                table.add(
                    .init(screen.plain(attempt.name), .cyan), .init(attempt.agent?.description ?? "unknown agent"),
                    .init(attempt.parts.map { screen.plain($0.kind) }.joined(separator: ", ")),
                    .init(attempt.savedAt.map { "\(screen.age($0)) ago" } ?? "", .dim),
                    .init(attempt.trash == nil ? "" : "worktree in the trash", .dim))
            }
            return table.text(screen)
        }
    }
}

import ArgumentParser
import TownModel
import Wire

struct PolecatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polecat",
        abstract: "The workers of the rigs.",
        discussion: "Example: gt polecat list web",
        subcommands: [
            PolecatListCommand.self, PolecatStatusCommand.self, PolecatAttachCommand.self,
            PolecatHistoryCommand.self, PolecatStaleCommand.self, PolecatRetireCommand.self, PolecatCollectCommand.self,
        ])
}

struct PolecatListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List workers, what is on their hooks and what their sessions do.",
        discussion: """
            Of each session: pane (of the town's tmux server) or detached, and whether its process is frozen or gone.

            Example: gt polecat list web --history
            """,
        aliases: ["agents"])

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @Flag(help: "What is over too, newest first.") var history = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 100
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let rows = try await client.query(PolecatList(rig: rig, history: history, limit: limit)).polecats
        let sights = await PolecatSight.all(rows, client.layout)
        let seen = rows.map { row in SeenRow(row: row, sight: row.session.flatMap { sights[$0.incarnation] }) }
        call.answer(seen) { PolecatText.table(rows, $0, sights) }
    }
}

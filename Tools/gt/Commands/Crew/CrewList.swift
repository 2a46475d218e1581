import ArgumentParser
import TownModel
import Wire

struct CrewListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List crew: their sessions, agents, what is on their hooks, their worktrees.",
        discussion: "Example: gt crew list web")

    @Argument(help: "The rig; all of them without it.") var rig: RigName?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let rows = try await client.query(CrewList(rig: rig)).crew
        let sights = await PolecatSight.all(
            rows.map { PolecatRow(agent: $0.resident.agent, session: $0.session) }, client.layout)
        let seen = rows.map { row in SeenRow(row: row, sight: row.session.flatMap { sights[$0.incarnation] }) }
        call.answer(seen) { CrewText.table(rows, $0, sights) }
    }
}

import ArgumentParser
import TownModel
import Wire

struct DogListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List dogs: their sessions, agents, what is on their hooks, their directories.",
        discussion: "Example: gt dog list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let page = try await client.query(DogList())
        let sights = await PolecatSight.all(
            page.dogs.map { PolecatRow(agent: $0.resident.agent, session: $0.session) }, client.layout)
        let seen = page.dogs.map { row in SeenRow(row: row, sight: row.session.flatMap { sights[$0.incarnation] }) }
        call.answer(seen) { DogText.table(page, $0, sights) }
    }
}

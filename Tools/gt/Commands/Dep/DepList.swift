import ArgumentParser
import TownModel
import Wire

struct DepListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what a bead depends on, and what depends on it.",
        discussion: "Example: gt bead dep list web-a1")

    @Argument(completion: IDCompletion.beads) var bead: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let detail = try await call.client().details([bead])[0]
        let id = detail.bead.id
        call.answer(detail.edges) { screen in
            guard !detail.edges.isEmpty else { return "\(id) has to do with no other bead" }
            var table = TextTable()
            for edge in detail.edges {
                let isOwn = edge.from == id
                let gate = edge.gate.map { " (\($0.rawValue))" } ?? ""
                table.add(
                    .init(isOwn ? "depends on" : "is needed by", .dim),
                    .init(screen.plain((isOwn ? edge.to : edge.from).text), .cyan),
                    .init(screen.plain(edge.type.rawValue) + gate))
            }
            return table.text(screen)
        }
    }
}

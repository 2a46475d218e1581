import ArgumentParser
import TownModel
import Wire

struct BeadStaleCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "List open beads that nobody has touched for a time, the oldest first.",
        discussion: "Example: gt bead stale --for 30d")

    @Option(name: .customLong("for"), help: "Untouched for so long, as in 12h, 30d.")
    var period = DurationArgument(.seconds(30 * 86_400))
    @OptionGroup var place: SelectionOptions
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var selection = try await place.selection(client)
        let moment = Surroundings.now.advanced(by: .zero - period.duration)
        selection.updated = TimeRange(from: selection.updated?.from, to: moment)
        let page = try await client.query(
            BeadList(selection: selection, order: BeadOrder(.updated), limit: limit))
        call.answer(page.beads) { screen in
            guard !page.beads.isEmpty else { return "nothing is stale" }
            var table = TextTable()
            for bead in page.beads {
                table.add(
                    .init(bead.id.text, .cyan), .init(screen.age(bead.updatedAt)), BeadText.state(bead),
                    .init(screen.plain(bead.title)))
            }
            return table.text(screen)
        }
        if page.next != nil { call.note("there is more: --limit \(limit * 2)") }
    }
}

import ArgumentParser
import TownModel
import Wire

struct BeadListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List beads, a page at a time.",
        discussion: """
            Beads that stand for agents and roles are listed with --type agent, --type role or --state not-work.

            Example: gt bead list --rig web --state ready --sort priority
            """)

    @OptionGroup var place: SelectionOptions
    @Option(help: "id, priority, created, updated, closed, status, type, title or assignee.")
    var sort = BeadOrder.Key.id
    @Flag(help: "The other way round.") var reverse = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @Option(help: "Go on after this cursor of the page before.") var after: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let page = try await client.query(
            BeadList(
                selection: try await place.selection(client), order: BeadOrder(sort, isReversed: reverse),
                limit: limit, after: after))
        call.answer(page.beads) { page.beads.isEmpty ? "no such beads" : BeadText.table(page.beads, $0) }
        if let next = page.next { call.note("more: --after \(UntrustedText.line(next))") }
    }
}

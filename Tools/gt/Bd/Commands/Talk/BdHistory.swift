import ArgumentParser
import TownModel
import Wire

struct BdHistory: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What has happened to an issue, the newest first. --json: the events as they were published.",
        discussion: "Example: bd history web-a1 --limit 5")

    @Argument(help: "An id, or an unambiguous beginning.", completion: IDCompletion.beads) var id: String
    @Option(name: [.customShort("n", allowingJoined: true), .long], help: "At most so many, 500 at the most.")
    var limit = 50
    @OptionGroup var bd: BdOptions

    func validate() throws {
        guard (1...WireLimits.pageRowsMax).contains(limit) else {
            throw ValidationError("--limit is 1 to \(WireLimits.pageRowsMax), not \(limit)")
        }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let page = try await client.query(BeadHistory(id: try await client.bead(id), limit: limit))
        call.call.answer(events: page.events)
        if page.events.isEmpty { call.note("what came before event \(page.oldest) is not known any more") }
    }
}

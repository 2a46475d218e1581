import ArgumentParser
import TownModel
import Wire

struct BdBlocked: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocked",
        abstract: "List what waits, with what holds it.",
        discussion: "Example: bd blocked --json")

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let home = try await home.selected(call, client)
        var found: [BlockedBead] = []
        var after: String?
        repeat {
            let page = try await client.query(
                BeadBlocked(home: home, limit: WireLimits.pageRowsMax, after: after),
                within: CommandLimits.pageWait)
            found += page.beads
            after = page.next
        } while after != nil
        let lines = try await client.lines(of: found.map(\.bead.id))
        let holders = Dictionary(found.map { ($0.bead.id.text, $0) }, uniquingKeysWith: { $1 })
        let rows = lines.compactMap { bead in holders[bead.id].map { (bead, $0) } }
        call.answer(
            RawJSON.array(
                rows.map { bead, held in
                    bead.json([
                        "blocked_by_count": String(held.blockedBy.count),
                        "blocked_by": RawJSON.texts(held.blockedBy.map(\.text)),
                    ])
                })
        ) { screen in
            guard !rows.isEmpty else { return "nothing is blocked" }
            return rows.map { bead, held in
                ([BdText.line(bead, screen)] + held.reasons.map { "  " + screen.plain($0) }).joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }
}

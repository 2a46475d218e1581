import ArgumentParser
import TownModel
import Wire

struct BdClose: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close issues; what waited for them may begin.",
        discussion: """
            What is pinned, or waits for an open issue, is closed with --force only. What is on your own hook is handed
            in with gt done instead.

            Example: bd close web-a1 web-b2 -r "was fixed upstream" --suggest-next
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Why.") var reason = "Closed"
    @Option(help: "success, failed or skipped: what waits for a failure goes on after a failed one.")
    var outcome = Outcome.success
    @Flag(name: .shortAndLong, help: "Pinned and blocked ones too.") var force = false
    @Flag(help: "Name what can begin now.") var suggestNext = false
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        var batch = BdBatch(call, count: ids.count)
        var closed: [BeadID] = []
        var waiting: Set<BeadID> = []
        for text in ids {
            let detail: BeadDetail? = try await batch.attempt(text) { try await close(text, client) }
            guard let detail else { continue }
            closed.append(detail.bead.id)
            let holding = detail.edges.filter { $0.to == detail.bead.id && EdgeType.holding.contains($0.type) }
            waiting.formUnion(holding.map(\.from))
        }
        let beads = try await client.lines(of: closed)
        guard suggestNext else {
            call.answer(RawJSON.array(beads.map { $0.json() })) { Self.sentences(beads, $0) }
            return try batch.finish()
        }
        let next = try await client.lines(of: waiting.sorted()).filter { $0.disposition == .ready }
        call.answer(
            RawJSON.object([
                "closed": RawJSON.array(beads.map { $0.json() }), "unblocked": RawJSON.array(next.map { $0.json() }),
            ])
        ) { screen in
            let list = next.map { "  \(BdText.line($0, screen))" }
            return ([Self.sentences(beads, screen)] + (list.isEmpty ? [] : ["can begin now:"] + list))
                .joined(separator: "\n")
        }
        try batch.finish()
    }

    /// The bead as it was before.
    private func close(_ text: String, _ client: TownClient) async throws -> BeadDetail {
        let detail = try await client.details([text])[0]
        let id = detail.bead.id
        if force {
            if detail.bead.pinned { _ = try await client.command(BeadUpdate(id: id, pinned: false)) }
        } else {
            try await client.checkFree(detail)
        }
        _ = try await client.command(BeadClose(id: id, reason: reason, outcome: outcome))
        return detail
    }

    private static func sentences(_ beads: [BdBead], _ screen: Screen) -> String {
        beads.map { "closed \(BdText.line($0, screen))" }.joined(separator: "\n")
    }
}

import ArgumentParser
import TownModel
import Wire

struct BdClose: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close issues; what waited for them may begin.",
        discussion: """
            What is pinned, or waits for an open issue, is closed with --force only. What is on your own hook is handed
            in with gt done instead. --continue goes on to the next part of the same whole that is ready, in the same
            step, or says what the parts wait for.

            Example: bd close web-a1.2 -r "walls are up" --continue --json
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, parsing: .unconditional, help: "Why.") var reason = "Closed"
    @Option(help: "success, failed or skipped: what waits for a failure goes on after a failed one.")
    var outcome = Outcome.success
    @Flag(name: .shortAndLong, help: "Pinned and blocked ones too.") var force = false
    @Flag(help: "Name what can begin now.") var suggestNext = false
    @Flag(name: .customLong("continue"), help: "Take the next part of what it is a part of.") var goesOn = false
    @Flag(help: "With --continue: name the next part, and leave it.") var noAuto = false
    @OptionGroup var bd: BdOptions

    func validate() throws {
        if noAuto, !goesOn { throw ValidationError("--no-auto goes with --continue") }
        guard goesOn else { return }
        guard ids.count == 1 else { throw ValidationError("--continue goes on from one issue: name one") }
        if suggestNext { throw ValidationError("--continue and --suggest-next both say what is next: give one") }
    }

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        guard !goesOn else {
            let detail = try await free(ids[0], client)
            let advance = BeadAdvance(close: close(detail), claims: !noAuto, assignee: call.actor)
            let answer = try await BdAdvance(try await client.command(advance), client)
            return call.answer(answer.json) { answer.text($0) }
        }
        var batch = BdBatch(call, count: ids.count)
        var closed: [BeadID] = []
        var waiting: Set<BeadID> = []
        for text in ids {
            let detail: BeadDetail? = try await batch.attempt(text) {
                let detail = try await free(text, client)
                _ = try await client.command(close(detail))
                return detail
            }
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

    /// The bead as it is, with nothing in the way of its end.
    private func free(_ text: String, _ client: TownClient) async throws -> BeadDetail {
        let detail = try await client.details([text])[0]
        if !force {
            try await client.checkFree(detail)
        } else if detail.bead.pinned {
            _ = try await client.command(BeadUpdate(id: detail.bead.id, pinned: false))
        }
        return detail
    }

    private func close(_ detail: BeadDetail) -> BeadClose {
        BeadClose(id: detail.bead.id, reason: reason, outcome: outcome)
    }

    private static func sentences(_ beads: [BdBead], _ screen: Screen) -> String {
        beads.map { "closed \(BdText.line($0, screen))" }.joined(separator: "\n")
    }
}

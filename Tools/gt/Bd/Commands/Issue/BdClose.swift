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
            step, or says what the parts wait for. A step of a molecule is closed by its name too.

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
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var bd: BdOptions

    func validate() throws {
        if noAuto, !goesOn { throw ValidationError("--no-auto goes with --continue") }
        guard goesOn else { return }
        guard ids.count == 1 else { throw ValidationError("--continue goes on from one issue: name one") }
        if suggestNext { throw ValidationError("--continue and --suggest-next both say what is next: give one") }
    }

    func run(_ call: BdCall) async throws {
        if ids.count == 1, let step = try await call.spooling(spool).client.step(named: ids[0]) {
            return try await end(step, call)
        }
        guard !goesOn else {
            let client = try call.writer()
            let detail = try await client.details(ids)[0]
            try await free(detail, client)
            let advance = BeadAdvance(close: close(detail), claims: !noAuto, assignee: call.actor)
            let answer = try await BdAdvance(try await client.command(advance), client)
            return call.answer(answer.json) { answer.text($0) }
        }
        var spooling = try call.spooling(spool)
        let client = spooling.client
        var batch = BdBatch(call, count: ids.count)
        var spooled = BdSpooled()
        var closed: [BeadID] = []
        var waiting: Set<BeadID> = []
        for text in ids {
            let end: (detail: BeadDetail?, delivery: Delivery<BeadReply>)? = try await batch.attempt(text) {
                guard let detail = try await spooling.detail(text) else {
                    return (nil, try await closeUnseen(text, call, &spooling))
                }
                try await free(detail, client)
                return (detail, try await spooling.deliver(close(detail)))
            }
            if let end { spooled.note(end.delivery) }
            guard let end, let detail = end.detail, case .answered = end.delivery else { continue }
            closed.append(detail.bead.id)
            let holding = detail.edges.filter { $0.to == detail.bead.id && EdgeType.holding.contains($0.type) }
            waiting.formUnion(holding.map(\.from))
        }
        let beads = try await client.lines(of: closed)
        guard suggestNext else {
            call.answer(RawJSON.array(beads.map { $0.json() } + spooled.json)) { Self.sentences(beads, $0) }
            spooled.tell(call)
            return try batch.finish()
        }
        let next = try await client.lines(of: waiting.sorted()).filter { $0.disposition == .ready }
        call.answer(
            RawJSON.object([
                "closed": RawJSON.array(beads.map { $0.json() } + spooled.json),
                "unblocked": RawJSON.array(next.map { $0.json() }),
            ])
        ) { screen in
            let list = next.map { "  \(BdText.line($0, screen))" }
            return ([Self.sentences(beads, screen)] + (list.isEmpty ? [] : ["can begin now:"] + list))
                .joined(separator: "\n")
        }
        spooled.tell(call)
        try batch.finish()
    }

    /// Of a wisp: no issue has its name.
    private func end(_ step: MoleculeStepName, _ call: BdCall) async throws {
        guard outcome != .skipped, !suggestNext else {
            throw CommandFailure.usage(
                "a step of a wisp is done or has failed, and names what comes next with --continue",
                hint: "bd close \(ids[0]) --continue")
        }
        let reply = try await call.writer().command(
            MoleculeNext(
                molecule: step.id.root, ends: step.id.number, failed: outcome == .failed, note: reason,
                claims: goesOn && !noAuto))
        var closed = step.step
        closed.state = outcome == .failed ? .failed : .done
        let closedJSON = JSONText.text(closed)
        guard goesOn else {
            return call.answer(RawJSON.array([closedJSON])) { "closed: \(MoleculeText.line(reply.molecule, $0))" }
        }
        let json = RawJSON.object([
            "closed": RawJSON.array([closedJSON]),
            "continue": RawJSON.object([
                "closed_step": closedJSON, "next_step": reply.next.map { JSONText.text($0) },
                "auto_advanced": String(reply.next != nil), "molecule_complete": String(reply.molecule.endedAt != nil),
                "molecule_id": RawJSON.text(step.id.root.text),
            ]),
        ])
        call.answer(json) { MoleculeText.next(reply, $0) }
    }

    /// Nobody can be asked what it waits for: that is said. What the store itself refuses it refuses later.
    private func closeUnseen(
        _ text: String, _ call: BdCall, _ client: inout SpoolingClient
    ) async throws -> Delivery<BeadReply> {
        let id = try await client.bead(text)
        if force {
            _ = try await client.deliver(BeadUpdate(id: id, pinned: false))
        } else {
            call.note("whether \(id) waits for an open issue can't be told while the store is away")
        }
        return try await client.deliver(BeadClose(id: id, reason: reason, outcome: outcome))
    }

    /// Sees to it that nothing is in the way of its end.
    private func free(_ detail: BeadDetail, _ client: TownClient) async throws {
        if !force {
            try await client.checkFree(detail)
        } else if detail.bead.pinned {
            _ = try await client.command(BeadUpdate(id: detail.bead.id, pinned: false))
        }
    }

    private func close(_ detail: BeadDetail) -> BeadClose {
        BeadClose(id: detail.bead.id, reason: reason, outcome: outcome)
    }

    private static func sentences(_ beads: [BdBead], _ screen: Screen) -> String {
        beads.map { "closed \(BdText.line($0, screen))" }.joined(separator: "\n")
    }
}

import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// Chains of causes, from real verbs with the headers that roles send.
@Suite("Why: causes and what is awaited, as the ledger has them")
struct WhyTests {
    private let town: MemoryLedger
    private let witness = RoleName.witness(VerbTown.gastown)
    private let refinery = RoleName.refinery(VerbTown.gastown)

    init() throws { town = try MemoryLedger() }

    private func last(_ kind: EventKind) throws -> TownEvent {
        try #require(town.published.last { $0.kind == kind }).decoded()
    }

    /// As a role that was told of the newest event of a kind.
    private func send<C: Command>(_ command: C, as role: RoleName, id: String, after kind: EventKind) throws {
        let event = try last(kind)
        try town.send(command, as: role, id: id, cause: "\(event.epoch)-\(event.sequence)")
    }

    /// A bead on its way from a sling to its landing.
    private func landed() throws -> (bead: BeadID, request: MergeRequest) {
        let id = try town.send(BeadCreate(rig: VerbTown.gastown, title: "Paint it"), id: "c-make").bead.id
        try town.send(WorkSling(beads: [id], noConvoy: true), id: "c-sling")
        try send(DispatchClaim(bead: id, attempt: 1), as: witness, id: "claim/\(id)/1", after: .dispatchQueued)
        let assignment = try #require(try last(.assignmentClaimed).data.assignment)
        try send(
            IntentOpen(intent: valid(CommandID.self, "worktree/1"), kind: "worktree", detail: "{}"), as: witness,
            id: "intend/worktree/1/1.1", after: .assignmentClaimed)
        try town.send(
            AssignmentPrepared(number: assignment.number, base: .test(1), key: "secret"), as: witness,
            id: "prepared/1", cause: "worktree/1")
        try send(
            SessionStarted(incarnation: assignment.incarnation, shim: .test), as: witness, id: "started/s1",
            after: .assignmentPrepared)
        try town.send(SessionAlive(incarnation: assignment.incarnation), sessionKey: "secret", id: "alive/s1")
        try town.send(
            WorkDone(assignment: assignment.number, status: .completed, head: .test(2), base: .test(1), message: "m"),
            sessionKey: "secret", id: "done/1")
        let request = try #require(try last(.requestSubmitted).data.request)
        try send(
            MergeTesting(request: request.id, base: .test(1), tip: .test(9)), as: refinery,
            id: "testing/\(request.id)/9", after: .requestSubmitted)
        let rig = try #require(try town.ask(RigList()).rigs.first { $0.name == VerbTown.gastown })
        try town.send(MergeJudged(green: .test(.test(9)), of: rig), as: refinery, id: "judged/9")
        try town.send(
            MergeLanding(request: request.id, proof: .test(.test(9))), as: refinery, id: "landing/\(request.id)/9",
            cause: "tick")
        let landing = try #require(try last(.requestLanding).data.intent)
        try town.send(
            MergeLanded(request: request.id, proof: .test(.test(9))), as: refinery, id: "landed/\(request.id)",
            cause: landing.id.text)
        return (id, request)
    }

    private func why(_ about: String, _ kind: WhyKind? = nil) throws -> WhyReply {
        try town.ask(TownWhy(about: about, kind: kind))
    }

    private func kinds(_ steps: [WhyStep]) throws -> [EventKind] { try steps.map { try $0.event.event().kind } }

    @Test("a landed bead: back to the role that looked around by itself, and no further")
    func round() throws {
        let (bead, request) = try landed()
        let reply = try why(bead.text)
        #expect(try kinds(reply.chain) == [.beadClosed, .requestLanding])
        #expect(reply.chainEnd == WhyEnd(.round, because: "tick"))
        let landing = try why(String(last(.requestLanding).sequence))
        #expect(try kinds(landing.followed).contains(.requestLanded) && landing.followed.first?.link == .intent)
        #expect(reply.awaited.isEmpty && reply.bead?.disposition == .closed)
        #expect(try why(request.id.text).kind == .request)
        #expect(try kinds(why(request.id.text).chain) == [.requestLanded, .requestLanding])
    }

    @Test("what was handed in: by the session, through hook, worktree and queue, to the person who slung it")
    func wholeChain() throws {
        _ = try landed()
        let testing = try last(.requestTesting)
        let reply = try why(String(testing.sequence))
        #expect(reply.kind == .event)
        #expect(
            try kinds(reply.chain) == [
                .requestTesting, .requestSubmitted, .sessionStarted, .assignmentPrepared, .intentOpened,
                .assignmentClaimed, .dispatchQueued,
            ])
        #expect(reply.chain.map(\.link) == [.told, .session, .told, .intent, .told, .told, nil])
        #expect(reply.chain.last?.event.cause == "c-sling")
        #expect(reply.chainEnd == WhyEnd(.command))
        let sequences = reply.chain.compactMap { Int64($0.event.sequence) }
        #expect(sequences == sequences.sorted(by: >))
    }

    @Test("what followed from a sling: claim, intent, worktree, session, result, test")
    func followed() throws {
        _ = try landed()
        let queued = try last(.dispatchQueued)
        let reply = try why("\(queued.epoch)-\(queued.sequence)")
        let followed = try kinds(reply.followed)
        for kind: EventKind in [
            .dispatchClaimed, .assignmentClaimed, .intentOpened, .assignmentPrepared, .sessionStarted, .sessionAlive,
            .requestSubmitted, .requestTesting,
        ] {
            #expect(followed.contains(kind), "\(kind)")
        }
        #expect(!followed.contains(.requestLanding), "that was the Refinery's own round")
        let sequences = reply.followed.compactMap { Int64($0.event.sequence) }
        #expect(sequences == sequences.sorted() && Set(sequences).count == sequences.count && !reply.isCut)
        // Whatever followed leads back.
        for step in reply.followed {
            let back = try why(step.event.sequence).chain.map(\.event.sequence)
            #expect(back.contains(String(queued.sequence)), "\(step.event.type) leads back to \(back)")
        }
    }

    @Test("a timer leads back to the command that set it, and is awaited with its moment until then")
    func timer() throws {
        let id = try town.send(BeadCreate(rig: VerbTown.gastown, title: "later"), id: "c-make").bead.id
        let moment = town.now.advanced(by: .seconds(60))
        try town.send(BeadUpdate(id: id, deferUntil: moment), id: "c-defer")
        let waiting = try why(id.text)
        #expect(waiting.awaited.map(\.rule) == [.deferral])
        #expect(waiting.awaited.first?.timer == "undefer/\(id)" && waiting.awaited.first?.due == moment)
        town.now = moment
        try town.fireTimers()
        let reply = try why(id.text)
        #expect(try kinds(reply.chain) == [.beadChanged, .beadChanged])
        #expect(reply.chain.map(\.event.cause) == ["timer/undefer/\(id)", "c-defer"])
        #expect(reply.chain.first?.link == .timer && reply.chainEnd == WhyEnd(.command))
        #expect(reply.awaited.map(\.rule) == [.sling])
    }

    @Test("a gate by the clock: what it holds names the gate, its timer and its moment")
    func gate() throws {
        let id = try town.send(BeadCreate(rig: VerbTown.gastown, title: "held")).bead.id
        let gate = try town.send(GateCreate(holding: id, kind: .timer, seconds: 90)).bead.id
        let due = town.now.advanced(by: .seconds(90))
        for (about, rule) in [(id, WaitingRule.edge), (gate, .record)] {
            let awaited = try #require(try why(about.text).awaited.first)
            #expect(awaited.rule == rule && awaited.mover == "store" && awaited.due == due)
            #expect(awaited.timer == "open-gate/\(gate)")
        }
    }

    @Test("an agent at work, a Witness with an announced effect, the overseer with a call for help")
    func agents() throws {
        let id = try town.send(BeadCreate(rig: VerbTown.gastown, title: "Paint it")).bead.id
        try town.send(WorkSling(beads: [id], noConvoy: true))
        try send(DispatchClaim(bead: id, attempt: 1), as: witness, id: "claim/\(id)/1", after: .dispatchQueued)
        try send(
            IntentOpen(intent: valid(CommandID.self, "worktree/1"), kind: "worktree", detail: "{}"), as: witness,
            id: "intend/worktree/1/1.1", after: .assignmentClaimed)
        try town.send(EscalationRaise(severity: .high, text: "the key has expired", source: nil, about: nil))
        let ash = try why("gastown/polecats/ash")
        #expect(ash.awaited.first?.rule == .worktree && ash.awaited.first?.about == id && ash.bead?.id == id)
        #expect(try kinds(ash.chain) == [.assignmentClaimed, .dispatchQueued])
        #expect(try why("gastown/witness").awaited.contains { $0.rule == .intent })
        let overseer = try why("overseer").awaited
        #expect(overseer.contains { $0.rule == .record && $0.text.contains("the key has expired") })
        #expect(overseer.contains { $0.rule == .mail })
    }

    @Test("where the log was cleared a chain says so")
    func cleared() throws {
        let (_, _) = try landed()
        let testing = try last(.requestTesting)
        try town.ledger.database.run(
            "DELETE FROM events WHERE sequence < ?", .int(try last(.assignmentPrepared).sequence))
        let reply = try why(String(testing.sequence))
        #expect(try kinds(reply.chain).last == .assignmentPrepared)
        #expect(reply.chainEnd == WhyEnd(.cleared, because: "worktree/1"))
        #expect(refusal { _ = try why("2") } == .notFound)
    }

    @Test("a cause that names a later event, or itself, leads nowhere and ends the chain")
    func lies() throws {
        let head = try town.ledger.feedHead().sequence
        for (id, cause) in [("lie/1", "1-\(head + 1)"), ("lie/2", "1-999999"), ("lie/3", "lie/3")] {
            let id = try town.send(
                BeadCreate(title: "x"), id: id,
                headers: RequestHeaders(key: MemoryLedger.key(of: .overseer), cause: cause)
            ).bead.id
            let reply = try why(id.text)
            #expect(reply.chain.count == 1 && reply.chainEnd == WhyEnd(.cleared, because: cause))
        }
        #expect(
            refusal {
                _ = try town.send(
                    BeadCreate(title: "x"), id: "lie/4",
                    headers: RequestHeaders(key: MemoryLedger.key(of: .overseer), cause: "two words"))
            } == .invalid)
    }

    @Test("a chain longer than an answer is cut, and says where it goes on")
    func cut() throws {
        for number in 0...WhyLimits.stepsMax {
            let cause = number == 0 ? nil : "1-\(try town.ledger.feedHead().sequence)"
            _ = try town.send(
                BeadCreate(title: "\(number)"), id: "link/\(number)",
                headers: RequestHeaders(key: MemoryLedger.key(of: .overseer), cause: cause))
        }
        let head = try town.ledger.feedHead().sequence
        let reply = try why(String(head))
        #expect(reply.chain.count == WhyLimits.stepsMax && reply.chainEnd.kind == .cut)
        let first = head - Int64(WhyLimits.stepsMax)
        #expect(reply.chainEnd.because == String(first))
        #expect(try why(String(first)).followed.count == WhyLimits.stepsMax)
    }

    @Test("names: whole, begun, of several kinds, of nobody")
    func names() throws {
        let (bead, request) = try landed()
        let convoy = try town.send(ConvoyCreate(title: "c", beads: [bead])).convoy.id
        #expect(try why(convoy.text).kind == .convoy)
        #expect(try why(String(request.id.text.dropLast())).id == request.id.text)
        #expect(try why(bead.text, .request).id == request.id.text)
        #expect(refusal { _ = try why("gt-") } == .ambiguous)
        #expect(refusal { _ = try why("gt-nothing") } == .notFound)
        #expect(refusal { _ = try why("gastown/polecats/nobody") } == .notFound)
        #expect(refusal { _ = try why("two words") } == .invalid)
        #expect(refusal { _ = try why("999999") } == .notFound)
    }

    @Test("every statement of it goes by an index")
    func plans() throws {
        for sql in WhySQL.all {
            let plan = try town.ledger.database.rows("EXPLAIN QUERY PLAN \(sql)") {
                (row) throws(SQLiteFailure) in row.text(3)
            }
            #expect(!plan.isEmpty && plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(sql): \(plan)")
        }
    }

    @Test("an imported bead leads to the import")
    func imported() throws {
        let line = """
            {"id":"gt-imp","title":"old","status":"open","priority":2,"issue_type":"task",\
            "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}

            """
        let text = JSONBytes(Array(line.utf8))
        try town.send(BeadImportPart(home: .rig(VerbTown.gastown), text: text, firstLine: 1), id: "c-import")
        let reply = try why("gt-imp")
        #expect(try kinds(reply.chain) == [.beadsImported] && reply.chainEnd == WhyEnd(.command))
    }
}

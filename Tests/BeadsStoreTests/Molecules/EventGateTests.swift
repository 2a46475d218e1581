import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Gates that mails and events open")
struct EventGateTests {
    private typealias G = TestGraph
    let town: MemoryLedger
    private let closed = StepGate(kind: .event, subject: "*.bead.closed")

    init() throws { town = try MemoryLedger() }

    private func make(_ drafts: [TestGraph.Draft]) throws -> Molecule {
        try town.send(MoleculeMake(graph: G.graph(drafts))).molecule
    }

    private func gated(_ gate: StepGate, after needs: [String] = []) -> TestGraph.Draft {
        G.step("gated", needs) { $0.gate = gate }
    }

    private func end(_ number: Int64, of molecule: Molecule) throws {
        try town.send(MoleculeNext(molecule: molecule.root, ends: number, claims: false))
    }

    private func state(_ number: Int64, of molecule: Molecule) throws -> StepState? {
        try town.ask(MoleculeSteps(molecule: molecule.root, after: number - 1, limit: 1)).steps.first?.state
    }

    /// All that is due now, and what that makes due; gives in how many turns.
    @discardableResult
    private func settle() throws -> Int {
        for turn in 0..<1000 {
            guard let next = try town.ledger.nextTimer(), next <= town.now else { return turn }
            try town.fireTimers()
        }
        Issue.record("it never ends")
        return 1000
    }

    private func closeOne(_ title: String = "a task") throws {
        let bead = try town.send(BeadCreate(title: title)).bead.id
        try town.send(BeadClose(id: bead, reason: "there"))
    }

    private func write(_ subject: String) throws {
        try town.send(MailSend(to: [.mayor], subject: subject, body: "as it says"))
    }

    private func count(_ table: String) throws -> Int64 {
        try town.ledger.database.int("SELECT count(*) FROM \(table)") ?? 0
    }

    @Test("an event opens the gate that is shut, and one of another topic does not")
    func whileShut() throws {
        let molecule = try make([gated(closed)])
        _ = try town.send(BeadCreate(title: "made, not closed"))
        try settle()
        #expect(try state(1, of: molecule) == .gated)
        try closeOne()
        #expect(try state(1, of: molecule) == .gated)
        try settle()
        #expect(try state(1, of: molecule) == .ready)
        #expect(try count("watches") == 0 && count("watch_gates") == 0)
    }

    @Test("an event between the molecule's making and its gate counts, one before the making does not")
    func beforeReached() throws {
        try closeOne()
        let molecule = try make([G.step("first"), gated(closed, after: ["first"])])
        let late = try make([G.step("first"), gated(closed, after: ["first"])])
        try end(1, of: late)
        try settle()
        #expect(try state(2, of: late) == .gated)
        try closeOne()
        try end(1, of: molecule)
        #expect(try state(2, of: molecule) == .gated)
        try settle()
        #expect(try state(2, of: molecule) == .ready && state(2, of: late) == .ready)
    }

    @Test("a molecule's own making opens nothing of it")
    func ownMaking() throws {
        let molecule = try make([gated(StepGate(kind: .event, subject: "*.bead.created"))])
        try settle()
        #expect(try state(1, of: molecule) == .gated)
        _ = try make([G.step("another")])
        try settle()
        #expect(try state(1, of: molecule) == .ready)
    }

    @Test(
        "a pattern is that of gt tap",
        arguments: [
            ("*.bead.closed.hq-", false), ("town.>", true), ("gastown.bead.closed", false), ("*.bead", true),
            ("*.*.closed", true), (">", true), ("*.bead.changed", false), ("*.convoy.closed", false),
        ])
    func patterns(_ pattern: String, _ opens: Bool) throws {
        for isReachedLater in [false, true] {
            let needs = isReachedLater ? ["first"] : []
            let gate = StepGate(kind: .event, subject: pattern)
            let molecule = try make((isReachedLater ? [G.step("first")] : []) + [gated(gate, after: needs)])
            try closeOne()
            if isReachedLater { try end(1, of: molecule) }
            try settle()
            #expect(try state(isReachedLater ? 2 : 1, of: molecule) == (opens ? .ready : .gated))
        }
    }

    @Test("one bead's end is waited for by its id")
    func byID() throws {
        let one = try town.send(BeadCreate(title: "one")).bead.id
        let other = try town.send(BeadCreate(title: "other")).bead.id
        let molecule = try make([gated(StepGate(kind: .event, subject: "*.bead.closed.\(one)"))])
        try town.send(BeadClose(id: other, reason: "there"))
        try settle()
        #expect(try state(1, of: molecule) == .gated)
        try town.send(BeadClose(id: one, reason: "there"))
        try settle()
        #expect(try state(1, of: molecule) == .ready)
    }

    @Test("a mail opens it whose subject begins so, to whomever, before or after the gate was reached")
    func mails() throws {
        try write("Approved: the plan")
        let gate = StepGate(kind: .mail, subject: "Approved:")
        let molecule = try make([G.step("first"), gated(gate, after: ["first"]), G.step("x") { $0.gate = gate }])
        try write("approved: in small letters")
        try write("Not Approved: the plan")
        try settle()
        #expect(try state(3, of: molecule) == .gated)
        try write("Approved: the design")
        try settle()
        #expect(try state(3, of: molecule) == .ready)
        try end(1, of: molecule)
        try settle()
        #expect(try state(2, of: molecule) == .ready)
        let late = try make([gated(gate)])
        try settle()
        #expect(try state(1, of: late) == .gated)
    }

    @Test("a store that is killed between the event and the gate opens it when it is there again")
    func killed() throws {
        let molecule = try make([gated(closed)])
        let behind = try make([G.step("first"), gated(closed, after: ["first"])])
        try closeOne()
        town.crash()
        try town.fireTimers()
        town.crash()
        try settle()
        #expect(try state(1, of: molecule) == .ready)
        try end(1, of: behind)
        town.crash()
        try settle()
        #expect(try state(2, of: behind) == .ready)
    }

    @Test("one event opens every gate that waits for it, a part of them in each turn")
    func many() throws {
        let molecules = try (0..<250).map { _ in try make([gated(closed)]) }
        try closeOne()
        #expect(try settle() >= 3)
        for molecule in molecules { #expect(try state(1, of: molecule) == .ready) }
        #expect(try count("watches") == 0)
    }

    @Test("a long log is looked through in parts")
    func longLog() throws {
        let molecule = try make([G.step("first"), gated(closed, after: ["first"])])
        let other = try make([G.step("first"), gated(StepGate(kind: .mail, subject: "x"), after: ["first"])])
        let database = town.ledger.database
        try database.run(
            """
            INSERT INTO events (sequence, stream, kind, subject, at, bytes)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
            SELECT i + (SELECT max(sequence) FROM events), 'town', 'bead.' || iif(i = 11000, 'closed', 'changed'),
                'hq-1', 1, '' FROM n
            """)
        try end(1, of: molecule)
        #expect(try settle() >= 3)
        #expect(try state(2, of: molecule) == .ready)
        try end(1, of: other)
        #expect(try settle() >= 24)
        #expect(try state(2, of: other) == .gated)
    }

    @Test("in a loop what opened the gate in one round does not open it in the next")
    func rounds() throws {
        let molecule = try make([G.loop("again", count: 3, [gated(closed)])])
        for round in Int64(1)...3 {
            try settle()
            #expect(try state(round, of: molecule) == .gated)
            try closeOne()
            try settle()
            #expect(try state(round, of: molecule) == .ready)
            try end(round, of: molecule)
        }
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).molecule.endedAt != nil)
        #expect(try count("watch_gates") == 0)
    }

    @Test("what an open gate leads to opens others, each once, and comes to an end")
    func noLoop() throws {
        let never = try StepCondition("first.output.x == 'y'")
        let chain = try (0..<5).map { _ in
            try make([
                G.step("first"),
                G.loop("rounds", count: 3, [G.step("skipped") { $0.condition = never }]),
                G.step("end") { $0.gate = closed },
            ])
        }
        for molecule in chain { try end(1, of: molecule) }
        try closeOne()
        try settle()
        for molecule in chain {
            let open = try town.ask(MoleculeShow(molecule: molecule.root)).open
            #expect(open.map(\.state) == [.ready])
            try end(try #require(open.first).number, of: molecule)
        }
        try settle()
        #expect(try count("watches") == 0)
    }

    @Test("a burned molecule's gates are gone, and a person's hand opens one as well as what it waits for")
    func gone() throws {
        let deleted = StepGate(kind: .event, subject: "*.bead.deleted")
        let burned = try make([gated(deleted), G.step("mail") { $0.gate = StepGate(kind: .mail, subject: "x") }])
        let opened = try make([gated(deleted)])
        #expect(try count("watches") == 2 && count("watch_gates") == 3)
        try town.send(MoleculeBurn(molecule: burned.root, reason: "not wanted"))
        #expect(try count("watches") == 1 && count("watch_gates") == 1)
        try town.send(StepRelease(molecule: opened.root, number: 1, reason: "seen"))
        #expect(try state(1, of: opened) == .ready)
        #expect(try count("watches") == 0 && count("watch_gates") == 0)
        let bead = try town.send(BeadCreate(title: "a task")).bead.id
        try town.send(BeadDelete(ids: [bead], reason: "not wanted"))
        #expect(try settle() == 0)
    }

    @Test("what came while a molecule had ended opens its gate when that goes on")
    func reopened() throws {
        let molecule = try make([gated(closed)])
        let other = try make([gated(closed)])
        try town.send(BeadClose(id: molecule.root, reason: "not now"))
        try settle()
        #expect(try state(1, of: molecule) == .gated && state(1, of: other) == .ready)
        try town.send(BeadReopen(id: molecule.root, reason: "now"))
        try settle()
        #expect(try state(1, of: molecule) == .ready)
    }

    @Test("who is told after a time is not told of a gate that has opened")
    func timeout() throws {
        let gate = StepGate(kind: .event, subject: "*.bead.closed", timeoutSeconds: 60)
        let molecule = try make([gated(gate)])
        try closeOne()
        try settle()
        #expect(try state(1, of: molecule) == .ready)
        #expect(try town.ledger.database.int("SELECT count(*) FROM timers WHERE kind = 'step'") == 0)
    }

    @Test("where no such gate is shut an event sets no timer")
    func nothing() throws {
        let molecule = try make([G.step("first"), gated(closed, after: ["first"])])
        try closeOne()
        #expect(try town.ledger.database.int("SELECT count(*) FROM timers WHERE kind <> 'retention'") == 0)
        #expect(try state(2, of: molecule) == .waiting)
    }

    @Test(
        "a gate that could never open is refused, and says so",
        arguments: [
            StepGate(kind: .event, subject: "~web.session"), StepGate(kind: .event, subject: "a..b"),
            StepGate(kind: .mail, subject: ""), StepGate(kind: .mail), StepGate(kind: .timer),
        ])
    func never(_ gate: StepGate) throws {
        #expect(throws: WireError.self) { _ = try make([gated(gate)]) }
        #expect(try count("molecules") == 0)
    }

    @Test(
        "no statement of the watch goes through a table",
        arguments: [
            "SELECT kind, pattern FROM watches WHERE key = ?",
            """
            SELECT g.number FROM watches w INDEXED BY watches_fit
            JOIN watch_gates g ON g.kind = w.kind AND g.pattern = w.pattern AND g.until < w.fit
            JOIN molecules m ON m.number = g.molecule WHERE w.fit IS NOT NULL LIMIT ?
            """,
            """
            SELECT g.number FROM watch_gates g INDEXED BY watch_gates_behind JOIN molecules m ON m.number = g.molecule
            WHERE g.seen < g.until LIMIT 2
            """,
            "DELETE FROM watch_gates WHERE molecule = ?",
        ])
    func plans(_ sql: String) throws {
        let plan = try town.ledger.database.rows("EXPLAIN QUERY PLAN \(sql)") { (row) throws(SQLiteFailure) in
            row.text(3)
        }
        #expect(!plan.isEmpty)
        for step in plan { #expect(!step.hasPrefix("SCAN") || step.contains("USING"), "\(plan)") }
    }
}

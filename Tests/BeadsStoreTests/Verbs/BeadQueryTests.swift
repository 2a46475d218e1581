import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Queries about beads")
struct BeadQueryTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("the beginning of an id is enough when only one bead has it; nothing is never enough")
    func prefixes() throws {
        let one = try town.bead("one", type: .epic)
        _ = try town.bead("child", parent: one)
        let two = try town.bead("two")
        #expect(try town.ask(BeadShow(ids: [String(one.text.dropLast())])).beads[0].bead.id == one)
        #expect(refusal { _ = try town.ask(BeadShow(ids: ["gt-"])) } == .ambiguous)
        #expect(refusal { _ = try town.ask(BeadShow(ids: [""])) } == .invalid)
        #expect(refusal { _ = try town.ask(BeadShow(ids: ["gt-zzzzzzzz"])) } == .notFound)
        #expect(refusal { _ = try town.ask(BeadShow(ids: ["%"])) } == .invalid)
        #expect(try town.ask(BeadShow(ids: [two.text, one.text])).beads.map(\.bead.id) == [two, one])
    }

    @Test("a list comes in pages that together hold each bead once")
    func pages() throws {
        let all = try (0..<25).map { try town.bead("bead \($0)") }
        var seen: [BeadID] = []
        var after: String?
        repeat {
            let page = try town.ask(BeadList(limit: 10, after: after))
            #expect(page.beads.count <= 10)
            seen += page.beads.map(\.id)
            after = page.next
        } while after != nil
        #expect(seen == all.sorted())
    }

    @Test("a page stays under its bytes, and the next one goes on")
    func bytes() throws {
        let text = String(repeating: "x", count: 250_000)
        for title in ["one", "two", "three"] {
            try town.send(BeadCreate(rig: VerbTown.gastown, title: title, description: text))
        }
        let first = try town.ask(BeadList())
        #expect(first.beads.count == 2)
        #expect(try town.ask(BeadList(after: first.next)).beads.count == 1)
    }

    @Test("a list filters by home, status, type, assignee and parent, and leaves closed beads out")
    func filters() throws {
        let epic = try town.bead("epic", type: .epic)
        let child = try town.bead("child", parent: epic)
        let other = try town.bead("other", rig: VerbTown.beads, type: .bug)
        let hq = try town.bead("hq", rig: nil)
        let gone = try town.bead("gone")
        try town.send(BeadClose(id: gone, reason: "enough"))
        #expect(try town.ask(BeadList(selection: BeadSelection(home: .hq))).beads.map(\.id) == [hq])
        #expect(try town.ask(BeadList(selection: BeadSelection(types: [.bug]))).beads.map(\.id) == [other])
        #expect(try town.ask(BeadList(selection: BeadSelection(parent: epic))).beads.map(\.id) == [child])
        #expect(try town.ask(BeadList(selection: BeadSelection(statuses: [.closed]))).beads.map(\.id) == [gone])
        #expect(try town.ask(BeadList()).beads.count == 4)
        #expect(try town.ask(BeadList(selection: BeadSelection(includeClosed: true))).beads.count == 5)
        #expect(try town.ask(BeadList(selection: BeadSelection(assignee: "nobody"))).beads.isEmpty)
    }

    @Test("ready work comes by priority, then age")
    func order() throws {
        let late = try town.bead("late")
        town.now = town.now.advanced(by: .seconds(1))
        let later = try town.bead("later")
        town.now = town.now.advanced(by: .seconds(1))
        let urgent = try town.send(BeadCreate(rig: VerbTown.beads, title: "urgent", priority: .critical)).bead.id
        #expect(try town.readyIDs() == [urgent, late, later])
        #expect(try town.ask(BeadReady(home: .rig(VerbTown.beads))).beads.map(\.id) == [urgent])
        #expect(try town.ask(BeadReady(limit: 1)).beads.map(\.id) == [urgent])
    }

    @Test("ready walks its index and stops at the limit, so that it costs the same at any size")
    func plan() throws {
        let plan = try town.database.rows("EXPLAIN QUERY PLAN \(ReadySQL.ofHome)") { (row) throws(SQLiteFailure) in
            row.text(3)
        }
        #expect(plan.contains { $0.contains("USING INDEX beads_open (rig=? AND disposition=?") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN beads_") }, "\(plan)")
    }

    @Test("looking for an open child walks the index of open children")
    func childrenPlan() throws {
        let plan = try town.database.rows(
            "EXPLAIN QUERY PLAN SELECT 1 FROM beads WHERE parent = ? AND status NOT IN ('closed', 'tombstone') LIMIT 1"
        ) { (row) throws(SQLiteFailure) in row.text(3) }
        #expect(plan.contains { $0.contains("beads_open_children") }, "\(plan)")
    }

    @Test("ready holds no records: no epics, messages, gates, agents")
    func records() throws {
        _ = try town.bead("epic", type: .epic)
        _ = try town.claimed(try town.bead())
        try town.send(EscalationRaise(severity: .low, text: "look here"))
        #expect(try town.readyIDs().isEmpty)
    }
}

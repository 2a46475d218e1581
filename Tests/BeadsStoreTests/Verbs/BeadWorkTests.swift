import BeadsFormat
import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Changing, claiming, deleting and making many beads")
struct BeadWorkTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("fields without a column are kept in the line, and the event names what changed")
    func fields() throws {
        let id = try town.bead()
        try town.send(
            BeadUpdate(
                id: id, fields: ["design": #""a <b>""#, "estimated_minutes": "30", "metadata": #"{"k":[1, 2]}"#]))
        let line = try #require(try town.detail(id).line)
        #expect(line.contains(#""design":"a \u003cb\u003e""#) || line.contains(#""design":"a <b>""#))
        #expect(line.contains(#""estimated_minutes":30"#) && line.contains(#""metadata":{"k":[1,2]}"#))
        #expect(town.events.last?.data.bead?.fields["estimated_minutes"]?.new == "30")
        #expect(try town.show(id).version == 2)
        try town.send(BeadUpdate(id: id, fields: ["design": "null"]))
        #expect(try town.detail(id).line?.contains("design") == false)
        let before = town.events.count
        try town.send(BeadUpdate(id: id, fields: ["estimated_minutes": "30"]))
        #expect(town.events.count == before, "the same value again is no change")
    }

    @Test(
        "a field that is none, or a value that does not fit, is refused",
        arguments: [
            ("id", #""gt-1""#), ("status", #""closed""#), ("labels", "[]"), ("design", "7"), ("due_at", #""soon""#),
            ("estimated_minutes", "-1"), ("metadata", "{"), ("notes", #""a","title":"b""#),
        ])
    func badFields(_ name: String, _ json: String) throws {
        let id = try town.bead()
        #expect(refusal { try town.send(BeadUpdate(id: id, fields: [name: json])) } == .invalid)
        #expect(try town.show(id).version == 1)
    }

    @Test("status, deferral, pin and parent by update, and what it must not do")
    func update() throws {
        let (id, epic) = (try town.bead(), try town.bead(type: .epic))
        try town.send(BeadUpdate(id: id, status: .blocked))
        #expect(try town.show(id).disposition == .blocked)
        try town.send(BeadUpdate(id: id, status: .open, isDeferred: true))
        #expect(try town.show(id).status == .open)
        try town.send(BeadUpdate(id: id, isDeferred: true))
        #expect(try town.show(id).disposition == .deferred)
        try town.send(BeadUpdate(id: id, isDeferred: false))
        #expect(try town.show(id).disposition == .ready)
        let moment = town.now.advanced(by: .seconds(60))
        try town.send(BeadUpdate(id: id, deferUntil: moment))
        #expect(try town.show(id).deferUntil == moment)
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'undefer'") == 1)
        try town.send(BeadUpdate(id: id, isDeferred: false, pinned: true))
        #expect(try town.show(id).disposition == .notWork)
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'undefer'") == 0)
        try town.send(BeadUpdate(id: id, pinned: false, parent: epic))
        #expect(try town.show(id).parent == epic)
        try town.send(BeadUpdate(id: id, isOrphan: true))
        #expect(try town.show(id).parent == nil)
        for status in [BeadStatus.closed, .tombstone, .hooked, .submitted, BeadStatus(rawValue: "odd")] {
            #expect(refusal { try town.send(BeadUpdate(id: id, status: status)) } == .invalid)
        }
        _ = try town.claimed(id)
        #expect(refusal { try town.send(BeadUpdate(id: id, status: .open)) } == .conflict)
        #expect(refusal { try town.send(BeadUpdate(id: id, assignee: "me")) } == .conflict)
        try town.send(BeadUpdate(id: id, title: "new words"))
        try town.send(BeadClose(id: id, reason: "over"))
        #expect(refusal { try town.send(BeadUpdate(id: id, status: .open)) } == .conflict)
        try town.checkFacts()
    }

    @Test("labels in place of all, added and removed, are one set")
    func labels() throws {
        let id = try town.bead()
        try town.send(BeadUpdate(id: id, addLabels: ["b", "a"]))
        try town.send(BeadUpdate(id: id, addLabels: ["d"], removeLabels: ["c"], labels: ["c", "a"]))
        #expect(try town.show(id).labels == ["a", "d"])
        #expect(try town.exported()[0].contains(#""labels":["a","d"]"#))
    }

    @Test("comments have numbers of their own, stay in order, and are words of whoever said them")
    func comments() throws {
        let id = try town.bead()
        try town.send(BeadComment(id: id, text: "first"))
        try town.send(BeadComment(id: id, text: "second"), as: .mayor)
        let line = try BeadLine(Array(try town.exported()[0].utf8)[...])
        #expect(line.comments.map(\.text) == ["first", "second"])
        #expect(line.comments.map(\.author) == ["overseer", Address.mayor.description])
        #expect(Set(line.comments.map(\.id)).count == 2)
        #expect(refusal { try town.send(BeadComment(id: id, text: " \n")) } == .invalid)
    }

    @Test("of two who claim, one has it and the other is told who")
    func claim() throws {
        let id = try town.bead()
        try town.send(BeadClaim(id: id, assignee: "ann"))
        try town.send(BeadClaim(id: id, assignee: "ann"))
        #expect(refusal { try town.send(BeadClaim(id: id, assignee: "ben")) } == .conflict)
        #expect(try town.show(id).assignee == "ann" && town.show(id).status == .inProgress)
        #expect(try town.show(id).version == 2)
        let hooked = try town.bead()
        _ = try town.claimed(hooked)
        #expect(refusal { try town.send(BeadClaim(id: hooked, assignee: "ann")) } == .conflict)
        try town.send(BeadClose(id: id, reason: "done"))
        #expect(refusal { try town.send(BeadClaim(id: id, assignee: "ann")) } == .conflict)
    }

    @Test("the next to be claimed is the most urgent that is ready, and none is an answer")
    func claimNext() throws {
        let (first, second) = (try town.bead(), try town.bead())
        try town.send(BeadUpdate(id: second, priority: .critical))
        #expect(try town.send(BeadClaimNext()).bead?.id == second)
        #expect(try town.send(BeadClaimNext(home: .rig(VerbTown.gastown))).bead?.id == first)
        #expect(try town.send(BeadClaimNext()).bead == nil)
    }

    @Test("what is deleted stays as a tombstone, frees what waits for it, and can come back")
    func delete() throws {
        let (id, waiter) = (try town.bead(), try town.bead())
        try town.send(EdgeAdd(edge: Edge(from: waiter, to: id, type: .blocks)))
        try town.send(BeadDelete(ids: [id], reason: "twice"))
        #expect(try town.show(id).status == .tombstone && town.show(waiter).disposition == .ready)
        let line = try town.exported().first { $0.contains("\"tombstone\"") }
        #expect(line?.contains(#""delete_reason":"twice","original_type":"task""#) == true)
        #expect(refusal { try town.send(BeadDelete(ids: [id], reason: "again")) } == .already)
        try town.send(BeadReopen(id: id, reason: "no"))
        #expect(try town.show(id).status == .open && town.show(waiter).disposition == .blocked)
        #expect(try town.exported().allSatisfy { !$0.contains("deleted_at") })
        try town.checkFacts()
    }

    @Test("a bead with open parts is deleted only with them")
    func cascade() throws {
        let epic = try town.bead(type: .epic)
        let child = try town.bead(parent: epic)
        let grandchild = try town.bead(parent: child)
        #expect(refusal { try town.send(BeadDelete(ids: [epic], reason: "no")) } == .conflict)
        let deleted = try town.send(BeadDelete(ids: [epic], reason: "no", cascade: true)).beads
        #expect(Set(deleted.map(\.id)) == [epic, child, grandchild])
        #expect(deleted.allSatisfy { $0.status == .tombstone })
    }

    @Test("many are made at once, name each other, and are all there or none")
    func many() throws {
        func item(_ ref: String, parent: String? = nil, needs: [String]? = nil, title: String? = nil)
            -> BeadsCreate.Item
        {
            .init(
                ref: ref, bead: BeadCreate(rig: VerbTown.gastown, title: title ?? ref), parentRef: parent,
                needRefs: needs)
        }
        let beads = try town.send(
            BeadsCreate(beads: [item("a", needs: ["c"]), item("b", parent: "a"), item("c")])
        ).beads
        #expect(beads.map(\.title) == ["a", "b", "c"])
        #expect(beads[1].id.text == "\(beads[0].id).1")
        #expect(beads[0].disposition == .blocked && beads[1].disposition == .blocked)
        let before = try town.count("SELECT count(*) FROM beads")
        for bad in [
            [item("x"), item("y", needs: ["nobody"])], [item("x", parent: "y"), item("y")], [item("x"), item("x")],
            [item("x", needs: ["y"]), item("y", needs: ["x"])], [item("x"), item("y", title: " ")],
        ] { #expect(refusal { try town.send(BeadsCreate(beads: bad)) } != nil) }
        #expect(try town.count("SELECT count(*) FROM beads") == before)
    }
}

@Suite("Gates")
struct GateTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("a person's gate holds until a person closes it")
    func human() throws {
        let id = try town.bead()
        let gate = try town.send(GateCreate(holding: id, kind: .human), as: .mayor).bead
        #expect(try town.show(id).disposition == .blocked)
        #expect(refusal { try town.send(BeadClose(id: gate.id, reason: "mine"), as: .mayor) } == .forbidden)
        try town.send(BeadClose(id: gate.id, reason: "go on"))
        #expect(try town.show(id).disposition == .ready)
    }

    @Test("a timer gate opens by itself, and its time is in its line as the reference writes it")
    func timer() throws {
        let id = try town.bead()
        let gate = try town.send(GateCreate(holding: id, kind: .timer, seconds: 1800)).bead.id
        #expect(try town.detail(gate).line?.contains(#""await_type":"timer","timeout":1800000000000"#) == true)
        try town.fire(.openGate(gate))
        #expect(try town.show(id).disposition == .ready && town.show(gate).status == .closed)
        try town.fire(.openGate(gate))
    }

    @Test("a bead's gate opens when that bead ends, however")
    func bead() throws {
        let (id, awaited) = (try town.bead(), try town.bead(rig: VerbTown.beads))
        let gate = try town.send(GateCreate(holding: id, kind: .bead, awaited: awaited)).bead.id
        #expect(try town.show(id).disposition == .blocked)
        try town.send(BeadClose(id: awaited, reason: "no", outcome: .failed))
        #expect(try town.show(gate).status == .closed && town.show(id).disposition == .ready)
        #expect(refusal { try town.send(GateCreate(holding: id, kind: .bead, awaited: awaited)) } == .conflict)
    }

    @Test("a timer gate that a file brings has its timer")
    func imported() throws {
        let line = String(
            decoding: ImportTests.line("gt-1", #""await_type":"timer","timeout":60000000000"#), as: UTF8.self)
        try town.importFile(Array(line.replacing("\"task\"", with: "\"gate\"").utf8))
        #expect(try town.texts("SELECT name FROM timers WHERE kind = 'open-gate'") == ["open-gate/gt-1"])
    }

    @Test(
        "a gate that nothing could open is refused",
        arguments: [GateCreate.Kind.timer, .bead])
    func useless(_ kind: GateCreate.Kind) throws {
        let id = try town.bead()
        #expect(refusal { try town.send(GateCreate(holding: id, kind: kind)) } == .invalid)
        #expect(try town.count("SELECT count(*) FROM beads WHERE type = 'gate'") == 0)
    }
}

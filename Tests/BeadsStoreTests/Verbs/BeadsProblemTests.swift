import BeadsFormat
import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Troubles that users of Beads have met, by their number in the list of them, and what stands against each in the ledger.
@Suite("Known problems of Beads, guarded by the ledger")
struct BeadsProblemTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private static func file(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func line(_ extra: String, status: String = "open", hour: Int = 3, id: String = "gt-1") -> [UInt8] {
        file(
            """
            {"id":"\(id)","title":"t","status":"\(status)","priority":0,"issue_type":"task",\
            "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-03T0\(hour):00:00Z"\(extra)}

            """)
    }

    private func key(_ name: String) throws -> String? {
        let line = try BeadLine(Array(try town.exported()[0].utf8)[...])
        return line.raw(name).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("Beads problem 1: a merge loses no field that one side left alone, known or not")
    func problem1() throws {
        let rich = #"""
            ,"assignee":"a","owner":"o","design":"d","acceptance_criteria":"c","notes":"n","external_ref":"gh-1",\#
            "estimated_minutes":5,"labels":["l"],"comments":[{"id":1,"issue_id":"gt-1","author":"a","text":"x",\#
            "created_at":"2026-01-02T03:04:05Z"}],"role_bead":"r","agent_state":"idle","await_type":"human","new_key":{"a":[1]}
            """#
        try town.importFile(Self.line(rich))
        try town.importFile(Self.line(rich.replacing("\"d\"", with: "\"other\""), hour: 5), base: Self.line(rich))
        #expect(try key("design") == "\"other\"")
        for name in ["owner", "notes", "comments", "role_bead", "agent_state", "await_type", "new_key", "labels"] {
            #expect(try key(name) != nil, "\(name)")
        }
        #expect(try key("priority") == "0")
    }

    @Test("Beads problem 2: an older copy that comes back reopens nothing")
    func problem2() throws {
        try town.importFile(Self.line("", hour: 3))
        try town.send(BeadClose(id: ImportTests.id("gt-1"), reason: "over"))
        try town.importFile(Self.line(",\"notes\":\"old words\"", hour: 4))
        #expect(try town.show(ImportTests.id("gt-1")).status == .closed)
        #expect(try key("close_reason") == "\"over\"" && key("notes") == "\"old words\"")
    }

    @Test("Beads problem 3: an import merges by the same rules as git's driver")
    func problem3() throws {
        let (base, ours, theirs) = (
            Self.line(",\"labels\":[\"a\",\"b\"],\"notes\":\"n\""),
            Self.line(",\"labels\":[\"b\",\"c\"],\"notes\":\"ours\"", hour: 4),
            Self.line(",\"labels\":[\"a\",\"d\"],\"notes\":\"theirs\"", hour: 5)
        )
        try town.importFile(ours)
        try town.importFile(theirs, base: base)
        let merge = BeadsMerge(
            base: try BeadsFile(base).beads, ours: try BeadsFile(ours).beads, theirs: try BeadsFile(theirs).beads)
        #expect(try town.exported() == merge.beads.map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    @Test("Beads problem 4: what was removed, or deleted, does not come back with an older copy")
    func problem4() throws {
        let edge = #","dependencies":[{"issue_id":"gt-1","depends_on_id":"gt-2","type":"blocks"}]"#
        let base = Self.line(edge) + Self.line("", id: "gt-2")
        try town.importFile(base)
        let (one, other) = (ImportTests.id("gt-1"), ImportTests.id("gt-2"))
        try town.send(EdgeRemove(edge: Edge(from: one, to: other, type: .blocks)))
        try town.send(BeadDelete(ids: [other], reason: "no"))
        try town.importFile(Self.line(edge + ",\"notes\":\"n\"", hour: 4) + Self.line("", id: "gt-2"), base: base)
        #expect(try town.detail(one).edges.isEmpty && key("dependencies") == nil && key("notes") == "\"n\"")
        #expect(try town.show(other).status == .tombstone)
    }

    @Test("Beads problem 5: a file that lacks beads deletes none, with a base or without")
    func problem5() throws {
        let both = Self.line("") + Self.line("", id: "gt-2")
        try town.importFile(both)
        try town.importFile(Self.line(""))
        try town.importFile(Self.line(""), base: both)
        #expect(try town.exported().count == 2)
        #expect(try town.show(ImportTests.id("gt-2")).status == .open)
    }

    @Test("Beads problem 6: every export has the tombstones")
    func problem6() throws {
        let id = try town.bead()
        try town.send(BeadDelete(ids: [id], reason: "no"))
        #expect(try town.exported().count { $0.contains("\"status\":\"tombstone\"") && $0.contains("deleted_at") } == 1)
    }

    @Test("Beads problem 8: lines that are no beads stay out, and are named")
    func problem8() throws {
        let report = try town.importFile(Self.file("{\"prefix\":\"gt-\",\"path\":\".\"}\n") + Self.line(""))
        #expect(report.refused == 1 && report.created == 1 && report.findings[0].line == 1)
    }

    @Test("Beads problem 9: a comment is in the very next export")
    func problem9() throws {
        let id = try town.bead()
        try town.send(BeadUpdate(id: id, title: "other"))
        try town.send(BeadComment(id: id, text: "seen"))
        #expect(try town.exported()[0].contains("\"text\":\"seen\""))
    }

    @Test("Beads problem 10: every field of a known bead is updated, and equal contents under two ids are two beads")
    func problem10() throws {
        try town.importFile(Self.line("") + Self.line("", id: "gt-2"))
        #expect(try town.exported().count == 2)
        let fields =
            #","owner":"o","defer_until":"2031-01-01T00:00:00Z","close_reason":"r","await_id":"x","metadata":{"k":1}"#
        try town.importFile(Self.line(fields, status: "closed", hour: 4))
        for name in ["owner", "defer_until", "close_reason", "await_id", "metadata"] {
            #expect(try key(name) != nil, "\(name)")
        }
        let lines = try town.exported()
        let other = try VerbTown()
        try other.importFile(Self.file(lines.joined(separator: "\n") + "\n"))
        #expect(try other.exported() == lines)
    }

    @Test("problem 41: an id resolves whatever its prefix and its rig; a convoy and an edge span them")
    func problem41() throws {
        try town.importFile(Self.line("", id: "zz.y-9"))
        let (web, api) = (try town.bead(rig: VerbTown.gastown), try town.bead(rig: VerbTown.beads))
        try town.send(EdgeAdd(edge: Edge(from: web, to: api, type: .blocks)))
        try town.send(EdgeAdd(edge: Edge(from: api, to: ImportTests.id("zz.y-9"), type: .blocks)))
        #expect(try town.ask(BeadShow(ids: ["zz.y-9"])).beads.count == 1)
        #expect(try town.show(api).disposition == .blocked)
        let convoy = try #require(try town.send(WorkSling(beads: [web, api])).convoy)
        try town.send(BeadClose(id: ImportTests.id("zz.y-9"), reason: "over"))
        #expect(try town.show(api).disposition == .ready)
        #expect(try town.ask(ConvoyShow(id: convoy.text)).convoy.members.count == 2)
    }
}

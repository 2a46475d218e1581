import BeadsFormat
import BeadsStoreCore
import Hashing
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Beads files in and out of the ledger")
struct ImportTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test(
        "real files come out as they went in, with the counts that others have found in them",
        .enabled(if: RealFiles.isShared),
        arguments: [
            ("beads/beads-20260116-3077.jsonl", 3077, 63, 206, 206),
            ("beads/gastown-v0.1.1-1861.jsonl", 1861, 175, 20, 19),
        ])
    func real(_ path: String, _ count: Int, _ ready: Int, _ blocked: Int, _ blockedLive: Int) throws {
        let bytes = try RealFiles.file(path)
        let report = try town.importFile(bytes)
        #expect(report.created == count && report.refused == 0)
        let lines = RealFiles.lines(bytes).map { String(decoding: $0, as: UTF8.self) }
        #expect(try town.exported() == lines)

        let graph = try town.reading.readyGraph(.beads047)
        #expect(graph.ready.count == ready)
        #expect(graph.blocked.count == blocked)
        #expect(try graph.blocked.count { try !town.show($0).status.isEnded } == blockedLive)
        try town.checkFacts()

        let again = try town.importFile(bytes)
        #expect(again.unchanged == count && again.created == 0 && again.changed == 0)
        #expect(try town.exported() == lines)
    }

    @Test("rows that a wisp left behind are ready only when they are asked for", .enabled(if: RealFiles.isShared))
    func ephemeral() throws {
        try town.importFile(try RealFiles.file("beads/beads-20260116-3077.jsonl"))
        #expect(try town.exported(ephemeral: false).count == 3077 - 875)
        #expect(try town.reading.readyGraph(.beads047).ready(withEphemeral: true).count == 125)
    }

    @Test("the excerpt comes out as it went in")
    func excerpt() throws {
        let bytes = try RealFiles.excerpt()
        try town.importFile(bytes)
        let lines = RealFiles.lines(bytes).map { String(decoding: $0, as: UTF8.self) }
        #expect(try town.exported().sorted() == lines.sorted())
        try town.checkFacts()
    }

    @Test("a bead that a command changed keeps every other byte of its line")
    func changed() throws {
        let line = Self.line("gt-1", "\"x_unknown\":[1, 2],\"notes\":\"a\\u00e9b\"")
        try town.importFile(line)
        try town.send(BeadUpdate(id: Self.id("gt-1"), priority: .low))
        let out = try town.exported()[0]
        #expect(out.contains("\"x_unknown\":[1,2]") && out.contains("\"notes\":\"a\\u00e9b\""))
        #expect(out.contains("\"priority\":3"))
        #expect(out.contains("\"created_at\":\"2026-01-02T03:04:05.123456-08:00\""))
        try town.send(EdgeAdd(edge: Edge(from: Self.id("gt-1"), to: try town.bead(), type: .waitsFor)))
        #expect(
            try town.exported().first { $0.contains("t of gt-1") }?.contains(#"{\"gate\":\"all-children\"}"#) == true)
    }

    @Test("a bead that was made here goes out and comes in as the same")
    func native() throws {
        let parent = try town.bead("a parent", type: .epic)
        let child = try town.bead("a <child>", parent: parent, needs: [try town.bead("need")])
        try town.send(BeadUpdate(id: child, addLabels: ["b", "a"]))
        try town.send(BeadClose(id: child, reason: "no good", outcome: .failed))
        let lines = try town.exported()
        #expect(lines.contains { $0.contains("\"outcome\":\"failed\"") })
        let other = try VerbTown()
        try other.importFile(Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(try other.exported() == lines)
        #expect(try other.show(child).outcome == .failed)
        try other.checkFacts()
    }

    @Test("what is broken is named by its line, and the rest goes in")
    func broken() throws {
        let bytes = Self.line("gt-1") + Array("{oops\n\n".utf8) + Self.line("gt-2", "\"priority\":null")
        let report = try town.importFile(bytes)
        #expect(report.created == 2 && report.refused == 1)
        #expect(report.findings.first?.line == 2 && report.findings.first?.kind == "broken")
        #expect(report.counts["blank"] == 1)
    }

    @Test("a file in the middle of a merge is refused, with the line")
    func conflict() throws {
        let bytes = Self.line("gt-1") + Array("<<<<<<< HEAD\n".utf8) + Self.line("gt-2")
        #expect(throws: WireError.self) { try town.importFile(bytes) }
        #expect(try town.exported().isEmpty)
    }

    @Test("another bead under a known id is set aside and named")
    func collision() throws {
        try town.importFile(Self.line("gt-1"))
        let other = String(decoding: Self.line("gt-1"), as: UTF8.self).replacing("2026-01-02", with: "2026-02-02")
        let report = try town.importFile(Array(other.utf8))
        #expect(report.refused == 1 && report.counts["collision"] == 1)
        #expect(try town.exported() == [String(decoding: Self.line("gt-1").dropLast(), as: UTF8.self)])
    }

    @Test("a file takes nothing from a worker, and says so")
    func held() throws {
        try town.importFile(Self.line("gt-1"))
        let assignment = try town.working(Self.id("gt-1"))
        let file = Array(
            String(decoding: Self.line("gt-1", "\"notes\":\"new\""), as: UTF8.self)
                .replacing("\"open\"", with: "\"closed\"").replacing(
                    "\"updated_at\":\"2026", with: "\"updated_at\":\"2036"
                )
                .utf8)
        let report = try town.importFile(file)
        let bead = try town.show(Self.id("gt-1"))
        #expect(bead.status == .hooked && bead.assignee == assignment.agent.description)
        #expect(report.counts["held-here"] == 1)
        #expect(try town.exported()[0].contains("\"notes\":\"new\""))
        try town.checkFacts()
    }

    @Test("work in the merge queue is in work with a label for other tools, and comes back as it was")
    func submitted() throws {
        let id = try town.bead()
        _ = try town.submitted(id)
        let line = try #require(try town.exported().first { $0.contains(id.text) })
        #expect(line.contains("\"status\":\"in_progress\"") && line.contains("\"gt:submitted\""))
        let report = try town.importFile(Array((line + "\n").utf8))
        #expect(report.unchanged == 1)
        #expect(try town.show(id).status == .submitted)
        let other = try VerbTown()
        try other.importFile(Array((line + "\n").utf8))
        #expect(try other.show(id).status == .inProgress)
        #expect(try other.show(id).labels == ["gt:submitted"])
    }

    @Test("what a file closes frees what waits for it, here too, and skips nothing")
    func ripples() throws {
        try town.importFile(Self.line("gt-1"))
        let (waiter, remedy) = (try town.bead(needs: [Self.id("gt-1")]), try town.bead())
        try town.send(EdgeAdd(edge: Edge(from: remedy, to: Self.id("gt-1"), type: .conditionalBlocks)))
        let closed = String(decoding: Self.line("gt-1"), as: UTF8.self).replacing("\"open\"", with: "\"closed\"")
            .replacing("\"updated_at\":\"2026", with: "\"updated_at\":\"2036")
        try town.importFile(Array(closed.utf8))
        #expect(try town.show(waiter).disposition == .ready)
        #expect(try town.show(remedy).disposition == .blocked)
        try town.checkFacts()
    }

    @Test("removals of either side stay removed when the base is known")
    func base() throws {
        func file(_ labels: String, _ second: Int) -> [UInt8] {
            Array(
                String(decoding: Self.line("gt-1", "\"labels\":[\(labels)]"), as: UTF8.self)
                    .replacing("04:06Z", with: "04:\(second)Z").utf8)
        }
        let base = file("\"a\",\"b\",\"c\"", 10)
        try town.importFile(base)
        try town.send(BeadUpdate(id: Self.id("gt-1"), removeLabels: ["a"]))
        try town.importFile(file("\"a\",\"b\"", 20), base: base)
        #expect(try town.show(Self.id("gt-1")).labels == ["b"])
    }

    @Test("a child that a file brought does not give its number to another")
    func numbers() throws {
        try town.importFile(Self.line("gt-1") + Self.line("gt-1.1"))
        #expect(try town.bead(parent: Self.id("gt-1")).text == "gt-1.2")
    }

    @Test("in parts, nothing that is new is work before the end, and then it is as if it had come at once")
    func inParts() throws {
        func part(_ ids: [String], _ line: Int, _ extra: String = "") throws -> ImportReport {
            let bytes = ids.flatMap { Self.line($0, extra) }
            return try town.send(
                BeadImportPart(home: .rig(VerbTown.gastown), text: JSONBytes(bytes), firstLine: line))
        }
        let here = try town.bead("here before")
        let edge = #""dependencies":[{"issue_id":"gt-1","depends_on_id":"gt-3","type":"blocks"}]"#
        #expect(try part(["gt-1"], 1, edge).created == 1)
        #expect(try part(["gt-2"], 2).counts["dangling-edge"] == nil)
        #expect(try town.show(ImportTests.id("gt-2")).disposition == .notWork)
        #expect(try town.readyIDs() == [here])
        #expect(refusal { try town.send(BeadClaim(id: Self.id("gt-2"), assignee: "ann")) } == .conflict)
        _ = try part(["gt-3"], 3)
        let broken = try town.send(
            BeadImportPart(home: .rig(VerbTown.gastown), text: JSONBytes(Array("{x\n".utf8)), firstLine: 4))
        #expect(broken.findings.first?.line == 4)
        #expect(try town.send(BeadImportEnd(home: .rig(VerbTown.gastown))) == ImportEndReply(beads: 3, isMore: false))
        #expect(try Set(town.readyIDs()) == [here, Self.id("gt-2"), Self.id("gt-3")])
        #expect(try town.show(Self.id("gt-1")).disposition == .blocked)
        #expect(try town.send(BeadImportEnd(home: .rig(VerbTown.gastown))).beads == 0)
        try town.checkFacts()
    }

    @Test("a body that is not whole is refused, and a part that came twice is one")
    func parts() throws {
        let bytes = Self.line("gt-1")
        try town.put(bytes)
        try town.put(bytes)
        #expect(
            refusal { try town.send(BeadImport(home: .rig(VerbTown.gastown), blob: SHA256.hex("no"))) } == .notFound)
        try town.send(BeadImport(home: .rig(VerbTown.gastown), blob: SHA256.hex(bytes)))
        #expect(try town.exported().count == 1)
        #expect(try town.count("SELECT count(*) FROM blob_parts") == 0)
    }

    static func id(_ text: String) -> BeadID { valid(BeadID.self, text) }

    static func line(_ id: String, _ extra: String = "") -> [UInt8] {
        Array(
            """
            {"id":"\(id)","title":"t of \(id)","status":"open","priority":2,"issue_type":"task",\
            "created_at":"2026-01-02T03:04:05.123456-08:00","updated_at":"2026-01-03T03:04:06Z"\
            \(extra.isEmpty ? "" : ",\(extra)")}

            """.utf8)
    }
}

extension VerbTown {
    @discardableResult
    func importFile(_ bytes: [UInt8], base: [UInt8]? = nil) throws -> ImportReport {
        try put(bytes)
        if let base { try put(base) }
        return try send(
            BeadImport(home: .rig(Self.gastown), blob: SHA256.hex(bytes), base: base.map { SHA256.hex($0) }))
    }

    func put(_ bytes: [UInt8]) throws {
        let size = WireLimits.blobPartBytesMax
        for part in 0..<max(1, (bytes.count + size - 1) / size) {
            let piece = bytes[min(part * size, bytes.count)..<min((part + 1) * size, bytes.count)]
            try send(BlobPut(hash: SHA256.hex(bytes), part: part, bytes: JSONBytes(Array(piece))))
        }
    }

    func exported(ephemeral: Bool = true) throws -> [String] {
        var lines: [String] = []
        var after: String?
        repeat {
            let page = try ask(BeadLines(includeEphemeral: ephemeral, after: after))
            lines += page.lines.map(\.text)
            after = page.next
        } while after != nil
        return lines
    }

    var reading: Reading {
        Reading(
            database: database, now: now, speaker: .overseer, town: TownFacts(id: "town-1", name: "T", epoch: 1),
            heard: [:], sequence: 0)
    }

    /// What is kept up to date is what a look at everything finds.
    func checkFacts() throws {
        let graph = try reading.readyGraph(.town)
        for row in try database.rows(
            "SELECT \(BeadRow.columns), disposition FROM beads", [], { row in (BeadRow(row), row.text(25)) })
        {
            let bead = try #require(row.0)
            let facts = try #require(graph.facts(of: bead.id))
            #expect(bead.blockers + bead.waiting == facts.blockers, "\(bead.id)")
            #expect(bead.bead.disposition == facts.disposition, "\(bead.id)")
            #expect(row.1 == facts.disposition.rawValue, "\(bead.id)")
        }
    }
}

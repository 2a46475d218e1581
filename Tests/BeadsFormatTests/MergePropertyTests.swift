import Foundation
import Testing
import TownTesting

@testable import BeadsFormat

@Suite("what a merge owes to both sides, whatever the lines are")
struct MergePropertyTests {
    private func line(_ text: String) throws -> BeadLine { try BeadLine(Array(text.utf8)[...]) }
    private func texts(_ merge: BeadsMerge) -> [String] {
        merge.beads.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(
        "a side that changed alone is taken to the byte, also when it is written oddly and has no later moment",
        arguments: [
            #"{ "title":"B", "id":"a", "priority":1, "updated_at":"2026-01-01T00:00:00Z" }"#,
            #"{"status":"closed","id":"a","title":"0","x":1,"x":2,"updated_at":"2026-01-01T00:00:00Z"}"#,
        ])
    func changedAlone(_ text: String) throws {
        let base = try line(#"{"id":"a","title":"A","priority":1,"updated_at":"2026-01-01T00:00:00Z"}"#)
        let changed = try line(text)
        #expect(texts(BeadsMerge(base: [base], ours: [changed], theirs: [base])) == [text])
        #expect(texts(BeadsMerge(base: [base], ours: [base], theirs: [changed])) == [text])
    }

    @Test("what one side changed inside an edge is kept while the other adds an edge")
    func changedEdge() throws {
        func bead(_ edges: String, _ second: Int) throws -> BeadLine {
            try line(
                #"{"id":"a","title":"A","priority":1,"updated_at":"2026-01-01T00:00:0\#(second)Z","dependencies":[\#(edges)]}"#
            )
        }
        let old = #"{"issue_id":"a","depends_on_id":"b","type":"waits-for","metadata":"{}"}"#
        let new = #"{"issue_id":"a","depends_on_id":"b","type":"waits-for","metadata":"{\"gate\":\"any-children\"}"}"#
        let more = #"{"issue_id":"a","depends_on_id":"c","type":"blocks"}"#
        let merge = BeadsMerge(
            base: [try bead(old, 0)], ours: [try bead(new, 1)], theirs: [try bead("\(old),\(more)", 2)])
        let edges = merge.beads[0].edges
        #expect(edges.map(\.to) == ["b", "c"])
        #expect(edges[0].metadata == #"{"gate":"any-children"}"#)
    }

    @Test("a reason that the later side does not have is not lost in silence")
    func closedTwice() throws {
        let base = try line(#"{"id":"a","title":"A","status":"open","priority":1,"updated_at":"2026-01-01T00:00:00Z"}"#)
        let reason = try line(
            #"{"id":"a","title":"A","status":"closed","priority":1,"updated_at":"2026-01-01T00:00:01Z","closed_at":"2026-01-01T00:00:01Z","close_reason":"merged in 4711"}"#
        )
        let none = try line(
            #"{"id":"a","title":"A","status":"closed","priority":1,"updated_at":"2026-01-01T00:00:02Z","closed_at":"2026-01-01T00:00:02Z"}"#
        )
        let merge = BeadsMerge(base: [base], ours: [reason], theirs: [none])
        let isKept = merge.beads[0].text(.closeReason) == "merged in 4711"
        #expect(isKept || merge.conflicts.contains { $0.lost?.contains("merged in 4711") == true })
    }

    @Test("an id that comes twice on one side is not lost in silence")
    func twice() throws {
        let lines = try [#"{"id":"a","title":"one","priority":1}"#, #"{"id":"a","title":"two","priority":1}"#].map(line)
        let merge = BeadsMerge(base: nil, ours: lines, theirs: [])
        let said = texts(merge) + merge.conflicts.compactMap(\.lost)
        #expect(said.contains { $0.contains("one") } && said.contains { $0.contains("two") })
    }

    @Test("ids and labels that look alike and have other bytes are two")
    func lookAlike() throws {
        let (one, other) = ("\u{E9}", "e\u{301}")
        let merge = BeadsMerge(
            base: nil, ours: [try line("{\"id\":\"\(one)\",\"title\":\"1\"}")],
            theirs: [try line("{\"id\":\"\(other)\",\"title\":\"2\"}")])
        #expect(merge.beads.count == 2)
        let labels = BeadsMerge(
            base: nil, ours: [try line("{\"id\":\"a\",\"labels\":[\"\(one)\"]}")],
            theirs: [try line("{\"id\":\"a\",\"labels\":[\"\(other)\"]}")])
        #expect(labels.beads[0].texts(.labels).count == 2)
    }

    @Test("merges of lines changed by accident: equal sides, nothing of one side's alone is lost, once is enough")
    func random() throws {
        let seed = ProcessInfo.processInfo.environment["GT_SEED"].flatMap(UInt64.init) ?? 1
        var random = SeededRandom(seed: seed)
        let lines = try RealFiles.lines(try RealFiles.excerpt()).map { line throws in try BeadLine(line) }
        let rounds = ProcessInfo.processInfo.environment["GT_MERGES"].flatMap(Int.init) ?? 500
        for round in 0..<rounds {
            let place: Comment = "seed \(seed), round \(round)"
            let base = Self.some(of: lines, &random)
            let (ours, theirs) = (Self.changed(base, "o", &random), Self.changed(base, "t", &random))
            let merge = BeadsMerge(base: base, ours: ours, theirs: theirs)
            #expect(texts(merge) == texts(BeadsMerge(base: base, ours: theirs, theirs: ours)), place)
            #expect(BeadsMerge(base: base, ours: merge.beads, theirs: merge.beads).beads == merge.beads, place)
            #expect(texts(BeadsMerge(base: base, ours: ours, theirs: base)) == Self.sorted(ours), place)
            let again = BeadsMerge(base: theirs, ours: merge.beads, theirs: theirs)
            #expect(texts(again) == texts(merge) && again.conflicts.isEmpty, place)
            Self.expectKept(base, ours, theirs, merge, place)
            Self.expectKept(base, theirs, ours, merge, place)
        }
    }

    /// Each member that `one` changed and `other` left alone is in the result as `one` wrote it.
    private static func expectKept(
        _ base: [BeadLine], _ one: [BeadLine], _ other: [BeadLine], _ merge: BeadsMerge, _ place: Comment
    ) {
        for bead in one {
            guard let old = base.first(where: { $0.id == bead.id }), let rest = other.first(where: { $0.id == bead.id })
            else { continue }
            let merged = merge.beads.first { $0.id == bead.id }
            for key in Set(bead.keys).union(old.keys)
            where bead.raw(key) != old.raw(key) && rest.raw(key) == old.raw(key) {
                #expect(merged?.raw(key) == bead.raw(key), "\(place), \(bead.id) \(key)")
            }
        }
    }

    private static func sorted(_ beads: [BeadLine]) -> [String] {
        beads.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    private static func some(of lines: [BeadLine], _ random: inout SeededRandom) -> [BeadLine] {
        Array(lines.shuffled(using: &random).prefix(4))
    }

    private static func changed(_ beads: [BeadLine], _ mark: String, _ random: inout SeededRandom) -> [BeadLine] {
        var changed: [BeadLine] = []
        for var bead in beads {
            if Int.random(in: 0..<8, using: &random) == 0 { continue }
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let key = ["title", "design", "x-unknown", "assignee", "rig"].randomElement(using: &random) ?? "title"
                bead.set(key, raw: Array("\"\(mark)\(Int.random(in: 0..<3, using: &random))\"".utf8))
            }
            if bead.isChanged, Bool.random(using: &random) {
                bead.set(.updatedAt, text: "2027-01-01T00:00:0\(Int.random(in: 0..<3, using: &random))Z")
            }
            changed.append(bead)
        }
        return changed
    }
}

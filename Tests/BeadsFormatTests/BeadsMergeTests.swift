import Foundation
import Testing
import TownTesting

@testable import BeadsFormat

@Suite("two versions of a file of beads become one, and nothing is lost that a side left alone")
struct BeadsMergeTests {
    private func beads(_ lines: String...) throws -> [BeadLine] { try lines.map { try BeadLine(Array($0.utf8)[...]) } }
    private func text(_ merge: BeadsMerge) -> [String] { merge.beads.map { String(decoding: $0.bytes, as: UTF8.self) } }

    @Test("each side's own changes are both taken, field by field")
    func fields() throws {
        let merge = BeadsMerge(
            base: try beads(#"{"id":"a","title":"T","notes":"n","updated_at":"2026-01-01T00:00:00Z"}"#),
            ours: try beads(#"{"id":"a","title":"Ours","notes":"n","updated_at":"2026-01-01T00:00:02Z"}"#),
            theirs: try beads(#"{"id":"a","title":"T","updated_at":"2026-01-01T00:00:03Z","x":1}"#))
        #expect(text(merge) == [#"{"id":"a","title":"Ours","updated_at":"2026-01-01T00:00:03Z","x":1}"#])
        #expect(merge.conflicts.isEmpty)
    }

    @Test("a field that both changed is the later side's, and the other's is named")
    func twice() throws {
        let merge = BeadsMerge(
            base: try beads(#"{"id":"a","title":"T","updated_at":"2026-01-01T00:00:00Z"}"#),
            ours: try beads(#"{"id":"a","title":"Later","updated_at":"2026-01-01T00:00:05+00:00"}"#),
            theirs: try beads(#"{"id":"a","title":"Sooner","updated_at":"2026-01-01T01:00:04+01:00"}"#))
        #expect(text(merge) == [#"{"id":"a","title":"Later","updated_at":"2026-01-01T00:00:05+00:00"}"#])
        #expect(
            merge.conflicts == [
                MergeConflict(id: "a", kind: .changedTwice, key: "title", lost: #""Sooner""#)
            ])
    }

    @Test("sets take what either side added and lose what either removed")
    func sets() throws {
        let merge = BeadsMerge(
            base: try beads(#"{"id":"a","labels":["gone","kept","theirs-removes"],"updated_at":"1"}"#),
            ours: try beads(#"{"id":"a","labels":["kept","theirs-removes","zz"],"updated_at":"1"}"#),
            theirs: try beads(#"{"id":"a","labels":["aa","gone","kept"],"updated_at":"1"}"#))
        #expect(text(merge) == [#"{"id":"a","updated_at":"1","labels":["aa","kept","zz"]}"#])
        let edges = BeadsMerge(
            base: try beads(
                #"{"id":"a","dependencies":[{"issue_id":"a","depends_on_id":"b","type":"blocks","created_at":"1"}]}"#),
            ours: try beads(
                #"{"id":"a","dependencies":[{"issue_id":"a","depends_on_id":"b","type":"blocks","created_at":"1"},{"issue_id":"a","depends_on_id":"b","type":"related","created_at":"0"}]}"#
            ),
            theirs: try beads(#"{"id":"a"}"#))
        #expect(edges.beads[0].edges.map(\.type) == ["related"])
    }

    @Test("the state of a bead is one fact: a later change undoes a deletion, an earlier one does not")
    func deletion() throws {
        let base = #"{"id":"a","status":"open","updated_at":"2026-01-01T00:00:00Z"}"#
        let gone =
            #"{"id":"a","status":"tombstone","updated_at":"2026-01-01T00:00:05Z","deleted_at":"2026-01-01T00:00:05Z"}"#
        for (moment, state) in [("2026-01-01T00:00:04Z", "tombstone"), ("2026-01-01T00:00:06Z", "closed")] {
            let closed =
                #"{"id":"a","status":"closed","updated_at":"\#(moment)","closed_at":"\#(moment)","close_reason":"r"}"#
            let merge = BeadsMerge(base: try beads(base), ours: try beads(gone), theirs: try beads(closed))
            let bead = try #require(merge.beads.first)
            #expect(bead.text(.status) == state)
            #expect((bead.text(.closedAt) == nil) == (state == "tombstone"))
            #expect((bead.text(.deletedAt) == nil) == (state == "closed"))
            #expect(merge.conflicts.map(\.key) == ["status"])
        }
    }

    @Test("a line that one side removed goes unless the other changed it; two beads with one id are named")
    func removedAndCollision() throws {
        let base = #"{"id":"a","title":"T"}"#
        #expect(BeadsMerge(base: try beads(base), ours: [], theirs: try beads(base)).beads.isEmpty)
        let changed = BeadsMerge(base: try beads(base), ours: [], theirs: try beads(#"{"id":"a","title":"U"}"#))
        #expect(text(changed) == [#"{"id":"a","title":"U"}"#])
        #expect(changed.conflicts == [MergeConflict(id: "a", kind: .removedButChanged)])

        let one = #"{"id":"a","title":"One","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#
        let two = #"{"id":"a","title":"Two","created_at":"2026-01-02T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}"#
        let collision = BeadsMerge(base: nil, ours: try beads(one), theirs: try beads(two))
        #expect(text(collision) == [two])
        #expect(collision.conflicts == [MergeConflict(id: "a", kind: .collision, lost: one)])
    }

    @Test("whatever was changed: equals in either order, done twice is done once, and a side left alone loses nothing")
    func properties() throws {
        let seed = ProcessInfo.processInfo.environment["GT_SEED"].flatMap(UInt64.init) ?? 1
        var random = SeededRandom(seed: seed)
        var conflicts = 0
        for round in 0..<400 {
            let base = try (0..<6).map { try Self.bead("b-\($0)", &random) }
            let ours = try Self.edited(base, &random)
            let theirs = try Self.edited(base, &random)
            let merge = BeadsMerge(base: base, ours: ours, theirs: theirs)
            conflicts += merge.conflicts.count
            let name: Comment = "seed \(seed), round \(round)"
            #expect(BeadsMerge(base: base, ours: base, theirs: base).beads == base, name)
            #expect(BeadsMerge(base: base, ours: ours, theirs: base).beads.map(\.bytes) == Self.sorted(ours), name)
            #expect(
                BeadsMerge(base: base, ours: theirs, theirs: ours).beads.map(\.bytes) == merge.beads.map(\.bytes), name)
            let again = BeadsMerge(base: base, ours: merge.beads, theirs: theirs)
            #expect(again.beads.map(Self.values) == merge.beads.map(Self.values), name)
            #expect(BeadsMerge(base: nil, ours: ours, theirs: ours).beads.map(\.bytes) == Self.sorted(ours), name)
            Self.expectNothingLost(base, ours, theirs, merge, name)
            guard
                Set(BeadsMerge(base: nil, ours: ours, theirs: theirs).beads.map(\.id)) == Set((ours + theirs).map(\.id))
            else {
                Issue.record(name)
                return
            }
        }
        #expect(conflicts > 100, "the edits must meet")
    }

    @Test("the real trio: what one side changed is there", .enabled(if: RealFiles.isShared))
    func realTrio() throws {
        func read(_ name: String) throws -> [BeadLine] {
            try BeadsFile(try RealFiles.file("merge/merge-c7ee1e2f/\(name).jsonl")).beads
        }
        let (base, left, right) = (try read("base"), try read("left"), try read("right"))
        let merge = BeadsMerge(base: base, ours: left, theirs: right)
        Self.expectNothingLost(base, left, right, merge, "the real trio")
        #expect(BeadsMerge(base: base, ours: right, theirs: left).beads.map(\.bytes) == merge.beads.map(\.bytes))
        // The reference's own driver lost the reasons of 265 rows here.
        func reasons(_ beads: [BeadLine]) -> Int { beads.filter { $0.text(.closeReason) != nil }.count }
        #expect(reasons(merge.beads) >= max(reasons(left), reasons(right)))
        #expect(reasons(merge.beads) > reasons(try read("upstream-result")))
    }

    // MARK: What is checked, and with what

    /// State belongs together and sets have their own rule; every other key of a side that stands alone must be there.
    private static func expectNothingLost(
        _ base: [BeadLine], _ ours: [BeadLine], _ theirs: [BeadLine], _ merge: BeadsMerge, _ name: Comment
    ) {
        func index(_ beads: [BeadLine]) -> [String: BeadLine] { Dictionary(beads.map { ($0.id, $0) }) { $1 } }
        let (before, left, right, merged) = (index(base), index(ours), index(theirs), index(merge.beads))
        for (id, bead) in merged {
            guard let one = left[id], let other = right[id], let old = before[id] else { continue }
            for key in Set(one.keys + other.keys + old.keys) {
                let values = [one, other, old, bead].map { $0.raw(key).map(Array.init) }
                if values[0] == values[2], !BeadsMergeTests.state.contains(key) {
                    #expect(values[3] == values[1], name)
                }
                if values[1] == values[2], !BeadsMergeTests.state.contains(key) {
                    #expect(values[3] == values[0], name)
                }
            }
        }
        for id in Set(left.keys).union(right.keys) where before[id] == nil { #expect(merged[id] != nil, name) }
        for id in Set(left.keys).intersection(right.keys) { #expect(merged[id] != nil, name) }
    }

    private static let state: Set = [
        "status", "closed_at", "close_reason", "closed_by_session", "deleted_at", "deleted_by", "delete_reason",
        "original_type",
    ]

    /// What a line says, without the places of its keys.
    private static func values(_ bead: BeadLine) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: bead.keys.map { ($0, Array(bead.raw($0) ?? [])) })
    }

    private static func sorted(_ beads: [BeadLine]) -> [[UInt8]] {
        beads.sorted { $0.id < $1.id }.map(\.bytes)
    }

    private static func bead(_ id: String, _ random: inout SeededRandom) throws -> BeadLine {
        var bead = BeadLine(id: id)
        bead.set(.title, text: "bead \(id)")
        bead.set(.status, text: "open")
        bead.set(.priority, number: 2)
        bead.set("created_at", raw: Array(#""2026-01-01T00:00:00Z""#.utf8))
        bead.set("updated_at", raw: Array(#""2026-01-01T00:00:00Z""#.utf8))
        bead.set(.labels, texts: ["x", "y"])
        return try BeadLine(bead.bytes[...])
    }

    /// Some beads changed in some fields, some removed, some added.
    private static func edited(_ base: [BeadLine], _ random: inout SeededRandom) throws -> [BeadLine] {
        var beads: [BeadLine] = []
        for var bead in base {
            if Int.random(in: 0..<10, using: &random) == 0 { continue }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let number = Int.random(in: 0..<3, using: &random)
                let moment = #""2026-01-01T00:00:0\#(Int.random(in: 1...9, using: &random))Z""#
                switch Int.random(in: 0..<7, using: &random) {
                case 0: bead.set(.title, text: "title \(number)")
                case 1: bead.set(.notes, text: number == 0 ? nil : "notes \(number)")
                case 2:
                    bead.set(.labels, texts: Array(["x", "y", "z", "w"].filter { _ in Bool.random(using: &random) }))
                case 3:
                    bead.set(.status, text: "closed")
                    bead.set("closed_at", raw: Array(moment.utf8))
                case 4:
                    bead.set(.status, text: "tombstone")
                    bead.set("deleted_at", raw: Array(moment.utf8))
                case 5: bead.set("unknown", raw: Array("\(number)".utf8))
                default: bead.set(.priority, number: Int64(number))
                }
                bead.set("updated_at", raw: Array(moment.utf8))
            }
            beads.append(try BeadLine(bead.bytes[...]))
        }
        if Bool.random(using: &random) { beads.append(try bead("c-\(Int.random(in: 0..<4, using: &random))", &random)) }
        return beads
    }
}

import Foundation
import Testing
import TownTesting

@testable import BeadsFormat

@Suite("a merge sets no clock back, and says what it did not take of an edge")
struct MergeClockAndEdgeTests {
    @Test("the merged moment is the later side's, as it is written there, also when the base was there last")
    func clock() throws {
        let base = try line(#"{"id":"a","title":"T","updated_at":"2026-01-01T00:00:05Z"}"#)
        let back = try line(#"{"id":"a","title":"Back","updated_at":"2026-01-01T00:00:03Z"}"#)
        let here = try line(#"{"id":"a","title":"T","notes":"n","updated_at":"2026-01-01T01:00:05+01:00"}"#)
        for theirs in [base, here] {
            for (one, other) in [(back, theirs), (theirs, back)] {
                let merged = try #require(BeadsMerge(base: [base], ours: [one], theirs: [other]).beads.first)
                #expect(merged.text(.updatedAt) == theirs.text(.updatedAt))
                #expect(merged.text(.title) == "Back" && merged.text(.notes) == theirs.text(.notes))
            }
        }
    }

    @Test("of an edge that both sides changed the later side's stands, and the other is named")
    func edge() throws {
        func bead(_ metadata: String, _ second: Int) throws -> BeadLine {
            try line(
                #"{"id":"a","title":"A","updated_at":"2026-01-01T00:00:0\#(second)Z","dependencies":[\#(Self.edge("b", metadata))]}"#
            )
        }
        let (base, ours, theirs) = (try bead("{}", 0), try bead("ours", 2), try bead("theirs", 1))
        for (one, other) in [(ours, theirs), (theirs, ours)] {
            let merge = BeadsMerge(base: [base], ours: [one], theirs: [other])
            #expect(merge.beads[0].edges.map(\.metadata) == ["ours"])
            #expect(
                merge.conflicts == [
                    MergeConflict(
                        id: "a", kind: .changedTwice, key: "dependencies", lost: Self.edge("b", "theirs"))
                ])
        }
        #expect(BeadsMerge(base: [base], ours: [ours], theirs: [base]).conflicts.isEmpty)
        #expect(BeadsMerge(base: [base], ours: [ours], theirs: [try bead("ours", 1)]).conflicts.isEmpty)
    }

    @Test("2,000 merges of edges and clocks changed by accident")
    func random() throws {
        let seed = ProcessInfo.processInfo.environment["GT_SEED"].flatMap(UInt64.init) ?? 1
        var random = SeededRandom(seed: seed)
        var met = 0
        for round in 0..<2_000 {
            let place: Comment = "seed \(seed), round \(round)"
            let base = try Self.some(&random)
            let (ours, theirs) = (try Self.some(&random), try Self.some(&random))
            let merge = BeadsMerge(base: [base], ours: [ours], theirs: [theirs])
            let turned = BeadsMerge(base: [base], ours: [theirs], theirs: [ours])
            #expect(merge == turned, place)
            let merged = merge.beads[0]
            let moments = [ours, theirs].compactMap { $0.time(.updatedAt) }
            #expect(merged.time(.updatedAt) == moments.max(), place)
            #expect([ours, theirs].contains { $0.text(.updatedAt) == merged.text(.updatedAt) }, place)
            let again = BeadsMerge(base: [base], ours: [merged], theirs: [theirs])
            #expect(again.beads.map(Self.values) == merge.beads.map(Self.values), place)
            let lost = merge.conflicts.filter { $0.key == "dependencies" }.compactMap(\.lost)
            for target in ["b", "c", "d"] {
                let old = base.edges.first { $0.to == target }
                let sides = [ours, theirs].map { side in side.edges.first { $0.to == target } }
                guard let one = sides[0], let other = sides[1], one != other, one != old, other != old else { continue }
                met += 1
                let stands = try #require(merged.edges.first { $0.to == target }, place)
                let rest = stands == one ? other : one
                #expect([one, other].contains(stands), place)
                #expect(lost.contains(Self.edge(target, rest.metadata ?? "")), place)
            }
        }
        #expect(met > 500, "the edits must meet")
    }

    private func line(_ text: String) throws -> BeadLine { try BeadLine(Array(text.utf8)[...]) }

    private static func edge(_ target: String, _ metadata: String) -> String {
        #"{"issue_id":"a","depends_on_id":"\#(target)","type":"waits-for","metadata":"\#(metadata)"}"#
    }

    /// A bead with some edges, each said in one of four ways, at one of four moments.
    private static func some(_ random: inout SeededRandom) throws -> BeadLine {
        let edges = ["b", "c", "d"].filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
            .map { edge($0, "\(Int.random(in: 0..<4, using: &random))") }
        let second = Int.random(in: 0..<4, using: &random)
        let text =
            #"{"id":"a","title":"A\#(Int.random(in: 0..<2, using: &random))","#
            + #""updated_at":"2026-01-01T00:00:0\#(second)Z""#
            + (edges.isEmpty ? "}" : #","dependencies":[\#(edges.joined(separator: ","))]}"#)
        return try BeadLine(Array(text.utf8)[...])
    }

    /// What a line says, without the places of its keys.
    private static func values(_ bead: BeadLine) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: bead.keys.map { ($0, Array(bead.raw($0) ?? [])) })
    }
}

import BeadsFormat
import Hashing
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("What the ledger knows of the files that it shares")
struct MergeBaseTests {
    private let town: VerbTown
    private static let name = "beads/gastown"

    init() throws { town = try VerbTown() }

    private func state(_ number: Int) -> MergeBase.State {
        MergeBase.State(blob: CommitID.test(100 + number).text, commit: .test(number))
    }

    private func merged(_ number: Int, over: Int?) -> MergedFile {
        MergedFile(name: Self.name, state: state(number), over: over.map { state($0).blob })
    }

    private func base() throws -> MergeBase? { try town.ask(MergeBases()).files[Self.name] }

    @discardableResult
    private func take(_ bytes: [UInt8], base: [UInt8]? = nil, _ merged: MergedFile) throws -> ImportReport {
        try town.put(bytes)
        if let base { try town.put(base) }
        return try town.send(
            BeadImport(
                home: .rig(VerbTown.gastown), blob: SHA256.hex(bytes), base: base.map { SHA256.hex($0) },
                merged: merged))
    }

    @Test("what was merged is the base of the next merge, and nobody merges over a base that is not there any more")
    func merging() throws {
        #expect(try base() == nil)
        try take(ImportTests.line("gt-1"), merged(1, over: nil))
        #expect(try base() == MergeBase(known: state(1)))
        #expect(refusal { try take(ImportTests.line("gt-2"), merged(2, over: nil)) } == .version)
        #expect(try town.exported().count == 1, "nothing of it was taken")
        // Nothing but lines that are gone: it was merged all the same.
        try take([], base: [], merged(2, over: 1))
        #expect(try base() == MergeBase(known: state(2)))
    }

    @Test("of a shared file all goes in or nothing")
    func whole() throws {
        try take(ImportTests.line("gt-1"), merged(1, over: nil))
        let other = String(decoding: ImportTests.line("gt-1"), as: UTF8.self).replacing(
            "2026-01-02", with: "2026-02-02")
        let file = ImportTests.line("gt-2") + Array(other.utf8)
        #expect(refusal { try take(file, merged(2, over: 1)) } == .conflict)
        #expect(try base() == MergeBase(known: state(1)))
        #expect(try town.exported().count == 1)
        let part = BeadImportPart(
            home: .rig(VerbTown.gastown), text: JSONBytes(file), base: JSONBytes([]), firstLine: 1, isShared: true)
        #expect(refusal { try town.send(part) } == .conflict)
        #expect(try town.exported().count == 1)
    }

    @Test("what was offered is the base once the remote has it, and only that")
    func offering() throws {
        try take(ImportTests.line("gt-1"), merged(1, over: nil))
        let offered = state(3)
        try town.send(MergeOffer(commit: offered.commit, blobs: [Self.name: offered.blob]))
        #expect(try base() == MergeBase(known: state(1), offered: offered))
        try town.send(MergeAgree(commit: .test(9), names: [Self.name, "beads/hq"]))
        #expect(try base() == MergeBase(known: state(1), offered: offered))
        #expect(try town.ask(MergeBases()).files.count == 1)
        for _ in 1...2 { try town.send(MergeAgree(commit: offered.commit, names: [Self.name])) }
        #expect(try base() == MergeBase(known: offered))
    }

    @Test("in parts it is merged against the base too, and is the base with the last part")
    func inParts() throws {
        func bead(_ labels: String, _ second: Int) -> [UInt8] {
            Array(
                String(decoding: ImportTests.line("gt-1", "\"labels\":[\(labels)]"), as: UTF8.self)
                    .replacing("04:06Z", with: "04:\(second)Z").utf8)
        }
        let known = bead("\"a\",\"b\"", 10)
        try take(known, merged(1, over: nil))
        try town.send(BeadUpdate(id: ImportTests.id("gt-1"), addLabels: ["c"]))
        let home = BeadHome.rig(VerbTown.gastown)
        let report = try town.send(
            BeadImportPart(
                home: home, text: JSONBytes(bead("\"b\"", 20)), base: JSONBytes(known), firstLine: 1, isShared: true))
        #expect(report.changed == 1 && report.twoWay == nil)
        #expect(try town.show(ImportTests.id("gt-1")).labels == ["b", "c"])
        #expect(try base() == MergeBase(known: state(1)))
        try town.send(BeadImportEnd(home: home, merged: merged(2, over: 1)))
        #expect(try base() == MergeBase(known: state(2)))
    }

    @Test("a file without a base is merged two-way, and the report says of how many beads")
    func twoWay() throws {
        let line = String(decoding: ImportTests.line("gt-1"), as: UTF8.self)
        try town.importFile(Array(line.utf8))
        let changed = Array(line.replacing("t of gt-1", with: "other").utf8)
        #expect(try town.importFile(changed).twoWay == 1)
        #expect(try town.importFile(changed, base: Array(line.utf8)).twoWay == nil)
        #expect(try town.importFile(changed + ImportTests.line("gt-2")).twoWay == nil, "the same, and a new one")
    }

    @Test("a rig that was removed has its beads still, and takes what others say of them")
    func removed() throws {
        try town.set(VerbTown.gastown) { $0.state = .removed }
        #expect(refusal { try town.importFile(ImportTests.line("gt-1")) } == .notFound)
        #expect(try take(ImportTests.line("gt-1"), merged(1, over: nil)).created == 1)
    }
}

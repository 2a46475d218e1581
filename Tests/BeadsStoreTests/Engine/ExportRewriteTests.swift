import Host
import Testing
import TownTesting

@testable import BeadsStoreDaemon
@testable import LedgerStorage

@Suite("A file of beads that is made anew or from the one before")
struct ExportRewriteTests {
    private let scratch: ScratchDirectory
    private var path: String { "\(scratch.path)/hq.jsonl" }

    init() throws { scratch = try ScratchDirectory() }

    private static func line(_ number: Int, _ title: String) -> ExportLine {
        let id = "hq-\(String(100_000 + number))"
        return ExportLine(home: "hq", id: id, bytes: Array("{\"id\":\"\(id)\",\"title\":\"\(title)\"}\n".utf8))
    }

    private static func bytes(_ lines: [ExportLine]) -> [UInt8] { lines.flatMap { $0.bytes ?? [] } }

    /// Some new, some other, some gone: the lines after, those that say so, and what they amount to.
    private static func changed(
        _ lines: [ExportLine], _ random: inout SeededRandom
    ) -> (after: [ExportLine], told: [ExportLine], changes: ExportFile.Changes) {
        var after = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0) })
        var told: [String: ExportLine] = [:]
        var changes = ExportFile.Changes()
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let size = [3, 40, 90_000].randomElement(using: &random) ?? 0
            var line = line(Int.random(in: 0...60, using: &random), String(repeating: "n", count: size))
            guard told[line.id] == nil else { continue }
            let before = after[line.id]
            if Bool.random(using: &random) { line.bytes = nil }
            switch (before, line.bytes) {
            case (nil, nil): break
            case (nil, _): changes.added += 1
            case (_, nil): changes.removed += 1
            case (let before, let bytes): changes.changed += before?.bytes == bytes ? 0 : 1
            }
            told[line.id] = line
            after[line.id] = line.bytes == nil ? nil : line
        }
        return (after.values.sorted { $0.id < $1.id }, told.values.sorted { $0.id < $1.id }, changes)
    }

    @Test("either way it has the same lines and counts the same changes", arguments: 1...40)
    func same(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var lines = (0..<30).map { Self.line($0 * 2, "old") }
        for _ in 0..<10 {
            try Files.writeAtomically(Self.bytes(lines), to: path)
            var file = ExportFile()
            for line in lines { file.append(line.id, length: line.bytes?.count ?? 0) }
            let (after, told, changes) = Self.changed(lines, &random)
            let old = Self.bytes(lines)
            let splice = try ExportSplice(file, told) { range throws(HostError) in Array(old[range]) }
            let spliced = splice.pieces.flatMap { piece in
                switch piece {
                case .old(let range): Array(old[range])
                case .new(let bytes): bytes
                }
            }
            #expect(spliced == Self.bytes(after) && splice.changes == changes)
            #expect(splice.file.entries == after.map { .init(id: $0.id, length: $0.bytes?.count ?? 0) })

            let rewrite = try ExportRewrite(of: path)
            for line in after { try rewrite.append(line) }
            #expect(try rewrite.finish() ?? .init() == changes && rewrite.file.entries == splice.file.entries)
            #expect(try Files.read(path) == old, "nothing is there before it is published")
            if !changes.isEmpty { try rewrite.publish() }
            #expect(try Files.read(path) == Self.bytes(after))
            lines = after
        }
        #expect(Files.names(in: scratch.path) == ["hq.jsonl"])
    }

    @Test(
        "what is no file of beads is replaced, and all is new", arguments: ["what\n", "{\"id\":\"hq-100000\"", "\n\n"])
    func foreign(text: String) throws {
        let lines = [Self.line(0, "a"), Self.line(1, "b")]
        for before in [text, String(decoding: Self.bytes(lines), as: UTF8.self) + text] {
            try Files.writeAtomically(before, to: path)
            let rewrite = try ExportRewrite(of: path)
            for line in lines { try rewrite.append(line) }
            #expect(try rewrite.finish() == ExportFile.Changes(added: 2))
            try rewrite.publish()
            #expect(try Files.read(path) == Self.bytes(lines))
        }
    }

    @Test("a rewriting that is given up leaves the file as it was, and nothing beside it")
    func givenUp() throws {
        try Files.writeAtomically("old\n", to: path)
        do {
            let rewrite = try ExportRewrite(of: path)
            try rewrite.append(Self.line(1, "a"))
            #expect(Files.names(in: scratch.path).count == 2)
        }
        #expect(Files.names(in: scratch.path) == ["hq.jsonl"])
        #expect(try Files.readText(path) == "old\n")
    }
}

import Host
import Testing
import TownTesting
import Wire

/// docs/protocol.md is what other people's programs are written against: it must not drift.
@Suite struct ProtocolDocumentTests {
    private static let path = "\(Repository.root)/docs/protocol.md"

    private func document() throws -> String { try Files.readText(Self.path) }

    @Test("each error code stands in the catalogue with its sentence and exit code", arguments: ErrorCode.allCases)
    func codes(_ code: ErrorCode) throws {
        #expect(try document().contains("| `\(code.rawValue)` | \(code.sentence) | \(code.exitCode) |"))
    }

    @Test("the limits are the ones written down")
    func limits() throws {
        let document = try document()
        func says(_ text: String) -> Bool { document.contains(text) }
        #expect(WireLimits.messageBytesMax == 1 << 20 && says("1 MiB a message"))
        #expect(WireLimits.framesMax == 8 && says("8 frames"))
        #expect(JSONText.depthMax == 64 && says("64 levels of JSON"))
        #expect(WireLimits.topicBytesMax == 200 && says("topics of 200 bytes"))
        #expect(WireLimits.pageRowsMax == 500 && says("at most 500 rows"))
        #expect(WireLimits.blobPartBytesMax == 256 * 1024 && says("at most 256 KiB"))
        #expect(WireLimits.importBeadsMax == 20_000 && says("20,000 lines"))
    }

    @Test("the tables are those that the code gives")
    func tables() throws {
        var page = MadePage(try document())
        let tables = ProtocolTables(try WireSchema.current()).all
        if HostEnvironment.value("GT_REWRITE") == "1" {
            for (place, text) in tables {
                let isPut = page.put(text, at: place)
                #expect(isPut, "there is no place for \(place)")
            }
            try Files.writeAtomically(page.text, to: Self.path, mode: 0o644)
        }
        for (place, text) in tables {
            #expect(
                page.made(place) == text,
                "docs/protocol.md: \(place) is not what the code says: GT_REWRITE=1 swift test --filter WireTests")
        }
    }
}

import Foundation
import Testing
import TownModel
import Wire

/// docs/protocol.md shows the table of rights as the code has it; GT_REWRITE=1 writes it anew.
@Suite struct RightsDocumentTests {
    private static let begin = "<!-- rights: begin -->"
    private static let end = "<!-- rights: end -->"

    @Test("the table of rights is the one that the store goes by")
    func table() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/protocol.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        let start = try #require(text.firstRange(of: Self.begin), "no table of rights").upperBound
        let end = try #require(text[start...].firstRange(of: Self.end), "its end is missing").lowerBound
        let wanted = "\n\(RightsTable.markdown)\n"
        if ProcessInfo.processInfo.environment["GT_REWRITE"] == "1" {
            try (text[..<start] + wanted + text[end...]).write(to: url, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start..<end] == wanted)
        }
    }

    @Test("the table has a row for each group, with all its commands")
    func rows() {
        let rows = RightsTable.markdown.split(separator: "\n")
        #expect(rows.count == VerbGroup.allCases.count + 2)
        for (group, row) in zip(VerbGroup.allCases, rows.dropFirst(2)) {
            #expect(row.hasPrefix("| \(group.rawValue) |"))
            for verb in group.verbs { #expect(row.contains("`\(verb)`")) }
        }
    }

    @Test("who may more than a worker may all that a worker may, and nobody but the overseer lets anybody in")
    func order() {
        #expect(Set(Rights.groups(of: .worker)).isSubset(of: Rights.groups(of: .crew)))
        #expect(Set(Rights.groups(of: .crew)).isSubset(of: Rights.groups(of: .overseer)))
        #expect(Rights.kinds(allowed: .key) == [.overseer] && Rights.kinds(allowed: .town) == [.overseer])
        #expect(Rights.kinds(allowed: .store) == [])
        for kind in SpeakerKind.allCases where Rights.allows(kind, .role) {
            #expect([.mayor, .deacon, .witness, .refinery].contains(kind))
        }
    }
}

import Foundation
import Testing
import Wire

/// docs/protocol.md is what other people's programs are written against: it must not drift.
@Suite struct ProtocolDocumentTests {
    static let document: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        // A missing document fails every test below, which all ask for its text.
        return (try? String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8)) ?? ""
    }()

    @Test("each error code stands in the catalogue with its sentence and exit code", arguments: ErrorCode.allCases)
    func codes(_ code: ErrorCode) {
        #expect(Self.document.contains("| `\(code.rawValue)` | \(code.sentence) | \(code.exitCode) |"))
    }

    @Test("the limits are the ones written down")
    func limits() {
        #expect(WireLimits.messageBytesMax == 1 << 20 && Self.document.contains("1 MiB a message"))
        #expect(JSONText.depthMax == 64 && Self.document.contains("64 levels of JSON"))
        #expect(WireLimits.topicBytesMax == 200 && Self.document.contains("topics of 200 bytes"))
    }
}

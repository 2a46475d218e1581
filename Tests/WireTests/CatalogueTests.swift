import Testing
import TownModel
import Wire

@Suite struct CatalogueTests {
    @Test("every error code has a sentence and one of the documented exit codes", arguments: ErrorCode.allCases)
    func errors(_ code: ErrorCode) {
        #expect(code.sentence.hasSuffix("."))
        #expect([1, 65, 69, 70, 75, 77].contains(code.exitCode))
    }

    @Test("equal values are equal bytes: the hash of a repeated command is the same")
    func determinism() throws {
        let bead = try #require(BeadID("gt-1"))
        let expect = RequestHeaders(expect: [bead: 2, try #require(BeadID("gt-0")): 1])
        let first = JSONText.encode(expect)
        for _ in 0..<50 {
            #expect(JSONText.encode(expect) == first)
        }
        #expect(String(decoding: first, as: UTF8.self) == #"{"expect":{"gt-0":1,"gt-1":2}}"#)
    }

    @Test("a decoding error names the place")
    func place() throws {
        let error = try #require(throws: WireError.self) {
            try JSONText.decode(BeadClose.self, from: Array(#"{"id":"gt-1","outcome":"success"}"#.utf8))
        }
        #expect(error.message.contains("\"reason\" is missing"))
    }
}

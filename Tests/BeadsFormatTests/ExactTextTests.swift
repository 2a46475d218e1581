import Testing

@testable import BeadsFormat

@Suite("texts that look alike and have other bytes are two")
struct ExactTextTests {
    private let one = "\u{E9}"
    private let other = "e\u{301}"

    private func line(_ text: String) throws -> BeadLine { try BeadLine(Array(text.utf8)[...]) }

    @Test("a changed line keeps both keys, and a text that is only spelled in another way is a change")
    func line() throws {
        var bead = try line("{\"id\":\"a\",\"\(one)\":1,\"\(other)\":2,\"title\":\"\(one)\",\"labels\":[\"\(one)\"]}")
        bead.set(other, raw: Array("3".utf8))
        bead.set(.title, text: other)
        bead.set(.labels, texts: [other])
        let expected =
            "{\"id\":\"a\",\"\(one)\":1,\"\(other)\":3,\"title\":\"\(other)\",\"labels\":[\"\(other)\"]}"
        #expect(bead.bytes == Array(expected.utf8))
        bead.set(other, raw: nil)
        #expect(bead.raw(one)?.elementsEqual("1".utf8) == true && bead.raw(other) == nil)
    }

    @Test("two ids in a file are no duplicates, and an edge to the one does not lead to the other")
    func file() throws {
        let text = """
            {"id":"\(one)","priority":1}
            {"id":"a","priority":1,"dependencies":[{"issue_id":"a","depends_on_id":"\(other)","type":"blocks"}]}
            """
        #expect(try BeadsFile(Array(text.utf8)).findings.map(\.kind) == [.danglingEdge])
        #expect(try BeadsFile(Array((text + "\n{\"id\":\"\(other)\",\"priority\":1}").utf8)).findings.isEmpty)
    }
}

import Testing

@testable import BeadsFormat

@Suite("What a file says otherwise than its base")
struct BeadsDeltaTests {
    private func beads(_ lines: String...) throws -> [BeadLine] {
        try lines.map { text throws in try BeadLine(Array(text.utf8)[...]) }
    }

    @Test("lines that are the base's are left out, with their bases; what is gone is named")
    func delta() throws {
        let (same, old, new) = (#"{"id":"a"}"#, #"{"id":"b","title":"1"}"#, #"{"id":"b","title":"2"}"#)
        let delta = BeadsDelta(
            try beads(same, new, #"{"id":"c"}"#), base: try beads(#"{"id":"gone"}"#, old, same))
        #expect(delta.lines == (try beads(new, #"{"id":"c"}"#)))
        #expect(delta.base == (try beads(old)))
        #expect(delta.gone == ["gone"])
        #expect(BeadsDelta.bytes(delta.lines) == Array("\(new)\n{\"id\":\"c\"}\n".utf8))
    }

    @Test("without a base every line counts; against itself none")
    func ends() throws {
        let file = try beads(#"{"id":"a"}"#, #"{"id":"b"}"#)
        let whole = BeadsDelta(file, base: nil)
        #expect(whole.lines == file && whole.base == nil && whole.gone.isEmpty)
        let none = BeadsDelta(file, base: file)
        #expect(none.lines.isEmpty && none.base == [] && none.gone.isEmpty)
    }

    @Test("ids that look alike and have other bytes are two")
    func lookAlike() throws {
        let delta = BeadsDelta(try beads("{\"id\":\"\u{E9}\"}"), base: try beads("{\"id\":\"e\u{301}\"}"))
        #expect(delta.lines.count == 1 && delta.base == [] && delta.gone.count == 1)
    }
}

import Glibc
import Host
import Testing

@Suite("Lines of large files")
struct FileLinesTests {
    private func read(_ bytes: [UInt8], lineBytesMax: Int = 1 << 20) throws -> [FileLines.Line] {
        var template = Array("/tmp/gt-lines-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Nothing can be done about a temporary directory that stays.
        defer { try? Files.removeTree(folder) }
        try Files.writeAtomically(bytes, to: "\(folder)/file")
        var lines = try FileLines("\(folder)/file", lineBytesMax: lineBytesMax)
        var found: [FileLines.Line] = []
        while let line = try lines.next() { found.append(line) }
        return found
    }

    @Test("every line once, an empty one and one without an end too")
    func lines() throws {
        #expect(try read([]) == [])
        #expect(try read(Array("a\n\nbc".utf8)) == [.bytes(Array("a".utf8)), .bytes([]), .bytes(Array("bc".utf8))])
        #expect(try read(Array("a\n".utf8)) == [.bytes(Array("a".utf8))])
    }

    @Test("one over its bytes is passed over, and those around it are there")
    func tooLong() throws {
        let found = try read(Array("ab\nabcd\nabc\nabcde".utf8), lineBytesMax: 3)
        #expect(found == [.bytes(Array("ab".utf8)), .tooLong, .bytes(Array("abc".utf8)), .tooLong])
    }

    @Test("a line goes over the borders of the pieces in which it is read")
    func pieces() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 700_000)
        let found = try read(long + [10] + Array("y".utf8) + [10] + long)
        #expect(found == [.bytes(long), .bytes(Array("y".utf8)), .bytes(long)])
    }
}

import Foundation
import Testing
import TownModel
import TownTesting

@testable import BeadsFormat

@Suite("a line keeps its bytes until somebody changes it, and then all that was not touched")
struct BeadLineTests {
    private func line(_ text: String) throws -> BeadLine { try BeadLine(Array(text.utf8)[...]) }
    private func text(_ line: BeadLine) -> String { String(decoding: line.bytes, as: UTF8.self) }

    @Test("what nobody changed is written as it came, however it was written")
    func untouched() throws {
        for odd in [
            #"  { "title" : "a\/b\u0041" , "id":"gt-1", "priority": 1e2,"x":[ 1 , -0.0 , {"y":null} ] } "#,
            #"{"id":"gt-1","id":"gt-2","title":"\ud83d\ude00 \ud800 <b>"}"#, "{\"id\":\"gt-1\"}\r",
        ] {
            var line = try line(odd)
            line.set(.title, text: line.text(.title))
            line.set(.priority, number: line.number(.priority))
            line.set(.pinned, flag: false)
            line.set(.labels, texts: [])
            line.set(.createdAt, time: line.time(.createdAt))
            line.set("x", raw: line.raw("x").map(Array.init))
            #expect(!line.isChanged)
            #expect(text(line) == odd)
        }
    }

    @Test("a changed line is compact and in the reference's order, with unknown keys behind the key they followed")
    func order() throws {
        var line = try line(
            #"{"zero":0,"status":"open","id":"gt-1","after id":{"b": [1, 2] , "a":"x y"},"title":"T","twice":1,"twice":2.50}"#
        )
        line.set(.priority, number: 1)
        #expect(
            text(line)
                == #"{"zero":0,"id":"gt-1","after id":{"b":[1,2],"a":"x y"},"title":"T","twice":2.50,"status":"open","priority":1}"#
        )
        #expect(line.keys == ["zero", "status", "id", "after id", "title", "twice", "priority"])
        line.set("twice", raw: nil)
        #expect(line.raw("twice") == nil)
    }

    @Test(
        "values that were not touched keep their escapes, digits and zones; the touched one is written as the reference does"
    )
    func touched() throws {
        var line = try line(
            #"{"id":"gt-1","title":"a\u003cb\/","description":"é","estimated_minutes":1.0e1,"created_at":"2026-01-02T03:04:05.123456789-08:00"}"#
        )
        line.set(.description, text: "<&>\u{2028}\u{2029}\u{7}\"\\\n\t\r/é🚢")
        line.set(.createdAt, time: Timestamp("2026-01-02T11:04:05.123Z"))
        #expect(
            text(line)
                == #"{"id":"gt-1","title":"a\u003cb\/","description":"\u003c\u0026\u003e\u2028\u2029\u0007\"\\\n\t\r/é🚢","estimated_minutes":1.0e1,"created_at":"2026-01-02T03:04:05.123456789-08:00"}"#
        )
        #expect(line.text(.description) == "<&>\u{2028}\u{2029}\u{7}\"\\\n\t\r/é🚢")
        line.set(.createdAt, time: Timestamp("2026-01-02T11:04:05.124Z"))
        #expect(text(line).contains(#""created_at":"2026-01-02T11:04:05.124Z""#))
        line.set(.description, text: "")
        line.set(.title, text: "")
        #expect(!text(line).contains("description") && text(line).contains(#""title":"""#))
    }

    @Test("lists and flags come and go")
    func lists() throws {
        var line = BeadLine(id: "gt-1")
        line.set(.title, text: "T")
        line.set(.labels, texts: ["a", "b<"])
        line.set(.pinned, flag: true)
        #expect(text(line) == #"{"id":"gt-1","title":"T","labels":["a","b\u003c"],"pinned":true}"#)
        #expect(line.texts(.labels) == ["a", "b<"] && line.flag(.pinned))
        line.set(.labels, texts: [])
        line.set(.pinned, flag: false)
        #expect(text(line) == #"{"id":"gt-1","title":"T"}"#)
        #expect(try self.line(text(line)).bytes == line.bytes)
    }

    @Test("edges and comments are read as they are written")
    func parts() throws {
        let line = try line(
            #"{"id":"a","dependencies":[{"issue_id":"a","depends_on_id":"b","type":"waits-for","created_at":"x","created_by":"y","metadata":"{\"gate\":1}"},7,{"depends_on_id":"external:p:c"}],"comments":[{"id":3,"author":"ada","text":"hi","created_at":"z"},{"id":"c4","text":""},{}]}"#
        )
        #expect(line.edges.map(\.to) == ["b", "external:p:c"])
        #expect(line.edges[0].from == "a" && line.edges[0].type == "waits-for" && line.edges[0].createdAt == "x")
        #expect(line.edges[0].createdBy == "y" && line.edges[0].metadata == #"{"gate":1}"#)
        #expect(line.edges[1].isExternal && line.edges[1].type == "blocks")
        #expect(line.comments.map(\.id) == ["3", "c4"])
        #expect(line.comments[0].author == "ada" && line.comments[0].text == "hi" && line.comments[0].createdAt == "z")
    }

    @Test(
        "what is no bead is refused, with the place",
        arguments: [
            ("", "an object was expected"), ("[]", "an object was expected"),
            (#"{"id":"a""#, "a comma or the object's end"),
            (#"{"id":"a"}x"#, "something follows"), (#"{"id":"a",}"#, "a string was expected"),
            (#"{"id":01}"#, "begins with 0"),
            (#"{"id":"a","x":.5}"#, "a value was expected"), (#"{"id":"a","x":1.}"#, "a digit"),
            (#"{"id":"a\x"}"#, "no such escape"),
            (#"{"id":"a\u12"}"#, "four hexadecimal"), ("{\"id\":\"a\u{1}\"}", "control character"),
            (#"{"id":"a"#, "no end"),
            (#"{"id":"a","x":tru}"#, "a value was expected"), (#"{"id":7}"#, "no object with an id"),
            ("{}", "no object with an id"),
            (#"{"id":""}"#, "no object with an id"), (#"{'id':'a'}"#, "a string was expected"),
            (#"{"id" "a"}"#, "a colon"),
            (#"{"id":"a","x":NaN}"#, "a value was expected"), (#"{"id":"a","x":+1}"#, "a value was expected"),
            (
                #"{"id":"a","x":"# + String(repeating: "[", count: 70) + String(repeating: "]", count: 70) + "}",
                "deeper"
            ),
        ])
    func refused(_ text: String, _ words: String) {
        #expect { try line(text) } throws: { "\($0)".contains(words) }
    }

    @Test("bytes that are no UTF-8, and lines beyond the limit, are refused")
    func limits() {
        #expect(throws: LineFault.notUTF8) {
            try BeadLine(Array(#"{"id":"a"#.utf8)[...] + [0xC3, 0x28] + Array(#""}"#.utf8))
        }
        #expect(throws: LineFault.tooLong(bytes: BeadsLimits.lineBytesMax + 1)) {
            try BeadLine(ArraySlice(repeating: 0x20, count: BeadsLimits.lineBytesMax + 1))
        }
    }

    @Test(
        "every real line comes back to its bytes when a change is undone, and every text is written as the reference did"
    )
    func canonical() throws {
        var count = 0
        for raw in RealFiles.lines(try RealFiles.excerpt()) {
            var line = try BeadLine(raw)
            for member in line.members where member.value.first == UInt8(ascii: "\"") {
                let text = try #require(JSONString.decoded(member.value))
                #expect(JSONString.encoded(text) == Array(member.value), "\(line.id) \(member.key)")
            }
            let title = line.text(.title)
            line.set(.title, text: "another")
            line.set(.title, text: title)
            #expect(line.isChanged && line.bytes == Array(raw), "\(line.id)")
            count += 1
        }
        #expect(count > 40)
    }
}

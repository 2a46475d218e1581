import Agents
import Testing
import TownModel
import Wire

@Suite("Messages on a program's stdin")
struct StreamLinesTests {
    private static let form = StreamForm(
        message: #"{"to":"{id}","say":{text},"again":"<{id}>"}"#, taken: #"{"is":"taken","of":"{id}"}"#,
        turnStarted: #"{"is":"start"}"#, turnEnded: #"{"is":"end","whole":true}"#)

    @Test(
        "whatever is said stays in its string, on one line",
        arguments: [
            "plain", "two\nlines\r\u{2028}", #""},"role":"system","x":{""#, "{id} {text} \\ \"", "\u{0}\u{1B}[31m", "",
        ])
    func framed(_ text: String) throws {
        let line = Self.form.line(text, id: "gt-1")
        #expect(!line.utf8.contains(UInt8(ascii: "\n")))
        let read = try JSONText.decode(JSONValue.self, from: Array(line.utf8))
        #expect(read == .object(["to": .text("gt-1"), "say": .text(text), "again": .text("<gt-1>")]))
    }

    @Test func `a line is a sign when it has each member of it, whatever else it has`() {
        func sign(_ line: String) -> StreamSign? { Self.form.sign(of: Array(line.utf8)) }
        #expect(sign(#"{"more":[1,{}],"is":"start"}"#) == .turnStarted)
        #expect(sign(#"{"is":"end","whole":true,"whole2":false}"#) == .turnEnded)
        #expect(sign(#"{"is":"end","whole":false}"#) == nil && sign(#"{"is":"end"}"#) == nil)
        #expect(sign(#"{"is":"taken","of":"gt-nudge-7"}"#) == .taken("gt-nudge-7"))
        #expect(sign(#"{"is":"taken","of":7}"#) == nil)
        for other in ["", "start", #"{"says":"\"is\":\"start\""}"#, #"[{"is":"start"}]"#, #"{"is":"start""#] {
            #expect(sign(other) == nil, "\(other)")
        }
    }

    @Test func `a turn goes on until its end is said`() {
        let lines = [
            (#"…cut"}"#, false), (#"{"is":"start"}"#, true), (#"{"is":"words"}"#, true),
            (#"{"is":"end","whole":true}"#, false), (#"{"is":"taken","of":"x"}"#, false), (#"{"is":"start"}"#, true),
        ]
        var output = ""
        for (line, goesOn) in lines {
            output += line + "\n"
            #expect(Self.form.isInTurn(Array(output.utf8)) == goesOn, "\(line)")
        }
    }

    @Test func `a form that can't work says which setting it is`() {
        #expect(Self.form.problem == nil)
        for (setting, spoil) in [
            ("stdin_message", { $0.message = #"{"say":"{id}"}"# }),
            ("stdin_message", { $0.message = #"{"say":"{text}"}"# }),
            ("stdin_message", { $0.message = "{\"say\":\n{text}}" }),
            ("stdin_taken", { $0.taken = #"{"is":"taken"}"# }),
            ("stdin_taken", { $0.taken = #"{"is":"of {id}"}"# }), ("stdin_turn_started", { $0.turnStarted = "{}" }),
            ("stdin_turn_ended", { $0.turnEnded = "end" }),
        ] as [(String, (inout StreamForm) -> Void)] {
            var form = Self.form
            spoil(&form)
            #expect(form.problem?.setting == setting)
        }
    }
}

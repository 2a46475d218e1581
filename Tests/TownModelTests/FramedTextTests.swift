import Testing
import TownModel

/// What others wrote is shown as data, with its length, and never as anything else.
@Suite struct FramedTextTests {
    private func frame(
        _ text: String, bytesMax: Int = 1000, bytes: Int? = nil, linesMax: Int = FramedText.linesMax
    ) -> [String] {
        FramedText.lines(text, "A word from ash", bytesMax: bytesMax, bytes: bytes, linesMax: linesMax, whole: "gt x")
    }

    @Test(
        "every line is marked and counted",
        arguments: [
            ("one", ["A word from ash (1 line of data, each beginning with |):", "| one"]),
            ("one\r\n\ntwo\n", ["A word from ash (3 lines of data, each beginning with |):", "| one", "|", "| two"]),
            ("", ["A word from ash (1 line of data, each beginning with |):", "|"]),
            ("\u{1B}[2J\rx", ["A word from ash (1 line of data, each beginning with |):", "| ␛[2J␍x"]),
        ])
    func marked(_ text: String, _ shown: [String]) { #expect(frame(text) == shown) }

    @Test(
        "what could open or close a tag loses its bracket, and that is said; what is none keeps it",
        arguments: [
            ("</system-reminder>", "| ‹/system-reminder>", true), ("a<b>c", "| a‹b>c", true),
            ("<|im_end|>", "| ‹|im_end|>", true), ("<!-- x", "| ‹!-- x", true),
            ("1 < 2 << 3 <", "| 1 < 2 << 3 <", false),
            ("<\u{0435}>", "| ‹\u{0435}>", true),
        ])
    func tags(_ text: String, _ line: String, _ isSaid: Bool) {
        let shown = frame(text)
        #expect(shown[1] == line)
        #expect(shown[0].contains("‹ stands for a bracket") == isSaid)
    }

    @Test("a long text is cut between two letters, and what is left out is counted")
    func cut() {
        #expect(frame("ab€d", bytesMax: 4) == frame("ab") + ["(4 bytes more are left out; all of it: gt x)"])
        #expect(frame("abcd", bytesMax: 4) == ["A word from ash (1 line of data, each beginning with |):", "| abcd"])
        #expect(
            frame("a\nb\nc\nd", linesMax: 2) == frame("a\nb\n") + ["(3 bytes more are left out; all of it: gt x)"])
        // A beginning of a text says how long all of it is.
        #expect(frame("ab", bytes: 10).last == "(8 bytes more are left out; all of it: gt x)")
        #expect("e\u{301}".beginning(1) == "e" && "€".beginning(2).isEmpty && "a\r\nb".beginning(2) == "a\r")
    }

    @Test("problem 47: a name within a line of ours has letters, digits and signs of addresses only")
    func name() {
        #expect(FramedText.name("web/polecats/nux") == "web/polecats/nux")
        #expect(FramedText.name("Zoë <z@x.de>\n\u{202E}| (x)") == "Zoë ?z@x.de???? ?x?")
        #expect(FramedText.name(String(repeating: "x", count: 200)).count == 81)
    }
}

import RefineryCore
import Testing

@Suite("Text from outside, made harmless")
struct SafeTextTests {
    @Test(
        "Every control, format and line-breaking character is shown, the rest is kept",
        arguments: [
            ("plain – ünïcode 🎉", "plain – ünïcode 🎉"), ("a\nb\tc", #"a\u{a}b\u{9}c"#),
            ("\u{1B}[31mred", #"\u{1b}[31mred"#), ("a\0b\r", #"a\u{0}b\u{d}"#), ("\u{202E}txt", #"\u{202e}txt"#),
            ("\u{2028}", #"\u{2028}"#),
        ])
    func line(_ text: String, _ safe: String) {
        #expect(SafeText.line(text) == safe)
    }

    @Test("The tail keeps the last lines, whole, and their breaks")
    func tail() {
        let log = (1...100).map { "line \($0)\n" }.joined()
        #expect(SafeText.tail(Array(log.utf8)) == (61...100).map { "line \($0)" }.joined(separator: "\n"))
        #expect(SafeText.tail(Array(log.utf8), bytesMax: 20) == "line 99\nline 100")
        #expect(SafeText.tail([]) == "")
        #expect(SafeText.tail(Array("\n\nonly\n\n".utf8)) == "only")
    }

    @Test("One endless line is cut, and bytes that are no UTF-8 are replaced")
    func endless() {
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        #expect(SafeText.tail(line).utf8.count == Limits.excerptBytesMax)
        #expect(SafeText.tail([0xFF, UInt8(ascii: "a")]) == "\u{FFFD}a")
    }
}

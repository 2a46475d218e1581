import Testing
import TownModel

@testable import gt

/// What others wrote reaches the terminal as letters and signs, never as orders.
@Suite struct UntrustedTextTests {
    @Test(
        "control characters become visible signs",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"), ("a\rb", "a␍b"), ("a\nb", "a␊b"), ("a\u{0}b", "a␀b"),
            ("a\u{7F}", "a␡"), ("\u{9B}31m", "\u{FFFD}31m"), ("plain ütf-8 ✓", "plain ütf-8 ✓"),
        ])
    func controls(_ text: String, _ shown: String) {
        #expect(UntrustedText.line(text) == shown)
    }

    @Test(
        "characters that reorder or hide text are replaced",
        arguments: ["\u{202E}", "\u{2066}", "\u{200F}", "\u{200B}", "\u{2028}", "\u{FEFF}", "\u{E0041}"])
    func reordering(_ character: String) {
        #expect(UntrustedText.line("a\(character)b") == "a\u{FFFD}b")
    }

    @Test("a paragraph keeps its line breaks and nothing else")
    func paragraph() {
        #expect(UntrustedText.lines("one\r\n\ttwo\u{1B}[2J\n") == ["one", "    two␛[2J", ""])
    }
}

/// A nudge, or a first prompt, as it is typed into a terminal: one line, so that nothing in it can send it early, with its number in front,
/// by which it is found again on the screen.
package struct NudgeLine: Hashable, Sendable {
    package let text: String
    /// How the line begins, and no other text of a nudge does.
    package let mark: String

    package init(number: Int64, from: Address, text said: String) {
        mark = Self.mark(number)
        let kept = said.beginning(Self.bytesMax)
        let left = said.utf8.count - kept.utf8.count
        let rest = left > 0 ? " (\(left) bytes more are left out; all of it: gt nudge show \(number))" : ""
        // The end is the town's own too: a word that opens a list of files or commands can't stand there.
        text = "\(mark)from \(from): \(Self.harmless(kept))\(rest) | end of nudge \(number)]"
    }

    /// For an agent whose own hook shows what was said: the line only begins the turn.
    package init(waking number: Int64, from: Address) {
        mark = Self.mark(number)
        text = "\(mark)from \(from): your hook shows it beside this line | end of nudge \(number)]"
    }

    /// What an agent is told at its start, for a program that takes that in its line alone. Its beginning is the town's
    /// own: `[gt polecat …`.
    package init(firstPrompt said: String) {
        text = said.split(whereSeparator: \.isNewline).joined(separator: " ")
        mark = text.split(separator: " ").prefix(2).joined(separator: " ") + " "
    }

    package static func mark(_ number: Int64) -> String { "[gt nudge \(number) " }

    /// Bytes of what is said: a terminal's line editor takes this in at once, and programs show it as text.
    private static let bytesMax = 2000

    /// Control characters are signs already; what looks like the town's own frame loses its bracket.
    private static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = UntrustedText.line(text).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let opensFrame = scalar == "[" && rest.first.map { $0 == "g" || $0 == "G" } == true
            let closesFrame = scalar == "|" && rest.starts(with: " end of nudge".unicodeScalars)
            result.append(opensFrame ? "(" : closesFrame ? "/" : scalar)
        }
        return String(result)
    }
}

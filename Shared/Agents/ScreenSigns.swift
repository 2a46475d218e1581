package import TownModel

/// What the text on an agent's screen, or at the end of its output, says of it: read by the signs that its preset has, and
/// by nothing else.
package struct ScreenSigns: Hashable, Sendable {
    /// Its prompt stands among the last lines, and none of them says that it is at work.
    package var isAtPrompt: Bool
    /// The last line with one of its words for "no more for now".
    package var limitLine: String?

    /// What a person is asked: a line of the dialog that stands there.
    package var question: String?

    package init(isAtPrompt: Bool, limitLine: String? = nil, question: String? = nil) {
        self.isAtPrompt = isAtPrompt
        self.limitLine = limitLine
        self.question = question
    }

    package init(of text: String, by preset: AgentPreset) {
        let lines = text.split(whereSeparator: \.isNewline).map { Self.plain($0) }.filter { !$0.isEmpty }
        let last = lines.suffix(Self.linesMax)
        let sign = (preset.idleSign ?? preset.readySign).map { Self.plain($0[...]) } ?? ""
        let working = preset.promptLine?.workingSigns ?? []
        isAtPrompt =
            !sign.isEmpty && last.contains { $0.hasPrefix(sign) }
            && !last.contains { line in working.contains { line.contains($0) } }
        let words = (preset.rateLimitSigns ?? []).map { $0.lowercased() }.filter { !$0.isEmpty }
        limitLine = last.last { line in
            let line = line.lowercased()
            return words.contains { line.contains($0) }
        }
        question = isAtPrompt ? nil : preset.promptLine.flatMap { Self.question(in: lines, asking: $0) }
    }

    /// Words for asking count in the line or below it, or among the last lines where there is none; above that they are
    /// history. Of the dialog the line with a question names it best, else the one that it begins with.
    private static func question(in lines: [String], asking prompt: PromptLine) -> String? {
        let sign = plain(prompt.sign[...])
        let last = lines.indices.suffix(linesMax)
        let first = sign.isEmpty ? nil : last.last { lines[$0].hasPrefix(sign) }
        guard
            let asked = last.first(where: { index in
                index >= first ?? 0 && prompt.askingSigns.contains { lines[index].contains($0) }
            })
        else { return nil }
        let above = lines[..<(first ?? asked)]
        let dialog = above.lastIndex(where: isFrame).map { above[($0 + 1)...] } ?? above.suffix(linesMax)
        return dialog.last { $0.contains("?") } ?? dialog.first ?? lines[asked]
    }

    /// A line from one side to the other.
    private static func isFrame(_ line: String) -> Bool {
        line.unicodeScalars.allSatisfy { (0x2500...0x257F).contains($0.value) || $0 == " " }
    }

    /// Below the prompt programs show hints and a frame's bottom; what was scrolled up belongs to turns before.
    private static let linesMax = 12

    /// Without frames, escapes and blanks around it. A no-break space stays: some programs put one behind their prompt's
    /// sign, and none behind the sign of a choice.
    private static func plain(_ line: Substring) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar {
            case "│", "┃", "|", "║": scalars.append(" ")
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
            default: scalars.append(scalar)
            }
        }
        let text = String(scalars)
        guard let first = text.firstIndex(where: { $0 != " " }), let last = text.lastIndex(where: { $0 != " " })
        else { return "" }
        return String(text[first...last])
    }
}

package import TownModel

/// What a pane shows at one moment: everything that is decided before and after typing is decided from this.
package struct PaneSight: Hashable, Sendable {
    /// Whose pane it is; nil: nobody's of ours.
    package var incarnation: Incarnation?
    /// Somebody scrolls in it, or picks something out of a list of tmux's own: keys go there, not to the program.
    package var isInMode = false
    package var isDead = false
    /// The pane's own program.
    package var process: Int32 = 0
    package var cursorColumn = 0
    /// From the top of the screen.
    package var cursorRow = 0
    /// What has scrolled away, the oldest first.
    package var history: [String] = []
    /// From the top; blanks at a row's end are not told.
    package var screen: [String] = []

    package init() {}

    /// For `display-message`; the rows of `capture-pane` come after it.
    static let format =
        "#{@gt_incarnation}|#{pane_in_mode}|#{pane_dead}|#{cursor_x}|#{cursor_y}|#{pane_height}|#{pane_pid}"

    /// nil for what is no answer to `format`.
    init?(output: String) {
        var rows = output.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard !rows.isEmpty else { return nil }
        let facts = rows.removeFirst().split(separator: "|", omittingEmptySubsequences: false)
        guard facts.count == 7, let column = Int(facts[3]), let row = Int(facts[4]), let height = Int(facts[5]),
            let pid = Int32(facts[6])
        else {
            return nil
        }
        // The end of the last row.
        if rows.last?.isEmpty == true { rows.removeLast() }
        incarnation = Incarnation(String(facts[0]))
        isInMode = facts[1] != "0"
        isDead = facts[2] == "1"
        (cursorColumn, cursorRow, process) = (column, row, pid)
        screen = rows.suffix(height)
        history = rows.dropLast(screen.count)
    }

    /// The line that a prompt is written in: the lowest row that begins with the sign, with those that belong to it. nil:
    /// the program shows none.
    package func line(_ prompt: PromptLine) -> LineSight? {
        let sign = prompt.sign.trimmed
        guard !sign.isEmpty, let first = screen.lastIndex(where: { Self.begins(Self.inner($0), with: sign) }) else {
            return nil
        }
        let below = screen[(first + 1)...].prefix { !Self.inner($0).isEmpty }
        let texts = [String(Self.inner(screen[first]).dropFirst(sign.count))] + below.map(Self.inner)
        return LineSight(
            text: texts.map(\.trimmed).joined(separator: " ").trimmed, rows: first...(first + below.count),
            cursor: [cursorColumn, cursorRow])
    }

    /// The sign alone, or with white space behind it: `>>>` is no `> `.
    private static func begins(_ row: String, with sign: String) -> Bool {
        row.hasPrefix(sign) && row.dropFirst(sign.count).first.map { $0.isWhitespace } ?? true
    }

    /// A row without the frame that some programs draw around their line; empty for the frame's own rows.
    private static func inner(_ row: String) -> String {
        let frame: Set<Unicode.Scalar> = ["│", "┃", "|", " ", "\u{A0}", "\t"]
        var scalars = row.unicodeScalars[...]
        while let first = scalars.first, frame.contains(first) { scalars.removeFirst() }
        while let last = scalars.last, frame.contains(last) { scalars.removeLast() }
        // Box drawing: a line from one side to the other, or a corner.
        if let first = scalars.first, (0x2500...0x257F).contains(first.value) { return "" }
        return String(scalars)
    }

    /// Whether a typed line has left the program's own line: it stands above it, or where there is none.
    package func hasSubmitted(_ mark: String, _ prompt: PromptLine) -> Bool {
        let rows = line(prompt)?.rows
        let above = rows.map { screen[..<$0.lowerBound] } ?? screen[...]
        guard rows.map({ row in !screen[row].contains { $0.contains(mark) } }) ?? true else { return false }
        return above.contains { $0.contains(mark) } || history.contains { $0.contains(mark) }
    }

    /// Whether a typed line stands in the program's own line still, under the cursor.
    package func holds(_ mark: String, _ prompt: PromptLine) -> Bool {
        guard let rows = line(prompt)?.rows, rows.contains(cursorRow) else { return false }
        return screen[rows].contains { $0.contains(mark) }
    }

    /// Why nothing may be typed now, whatever stands in the line; nil: nothing speaks against it.
    package func obstacle(_ prompt: PromptLine, evenAtWork: Bool) -> TypingObstacle? {
        if isDead { return .ended }
        if isInMode { return .copyMode }
        guard let line = line(prompt) else { return isAsking(prompt) ? .question : .noPrompt }
        if prompt.showsCursor, !line.rows.contains(cursorRow) { return .noPrompt }
        // A list to choose from has the prompt's sign before the choice.
        let isChoice = line.text.prefix { $0.isNumber }.count > 0 && line.text.drop { $0.isNumber }.hasPrefix(". ")
        if isChoice || shows(prompt.askingSigns, in: screen[line.rows.lowerBound...]) { return .question }
        if !evenAtWork, shows(prompt.workingSigns, in: screen[...]) { return .atWork }
        return nil
    }

    /// Whether it has no line to write in, and words for asking a person something.
    func isAsking(_ prompt: PromptLine) -> Bool { line(prompt) == nil && shows(prompt.askingSigns, in: screen[...]) }

    private func shows(_ signs: [String], in rows: ArraySlice<String>) -> Bool {
        rows.contains { row in signs.contains { row.contains($0) } }
    }
}

/// What stands in a program's line.
package struct LineSight: Hashable, Sendable {
    package var text: String
    /// Of the screen.
    package var rows: ClosedRange<Int>
    /// Blanks at the end are seen by where it stands, and by nothing else.
    package var cursor: [Int]

    package var isEmpty: Bool { text.isEmpty }
}

/// Why a pane was not typed into.
package enum TypingObstacle: String, Hashable, Sendable, Codable {
    /// Somebody looks through what the pane has shown.
    case copyMode = "somebody scrolls in its pane"
    /// Its program has ended.
    case ended = "its program has ended"
    case noPrompt = "it shows no line to write in"
    case question = "it asks a person something"
    case atWork = "its turn is not over"
    /// A person has changed the line a moment ago.
    case lineIsEdited = "a person is writing in its line"
    /// A person's words stand there, and the program is not known to have the keys to put them aside.
    case lineStands = "a person's words stand in its line"
    case otherTypist = "somebody else types into its pane"
    case stopped = "the town is stopped"
    case quiet = "its reader is not to be disturbed"
    /// Between the look and the keys it changed.
    case changed = "its pane has changed at that moment"
    /// The keys were sent, and the line did not leave.
    case notTaken = "its program did not take the line"
    /// It is with the program, or in its pipe.
    case unread = "its program has not taken up the message on its stdin yet"
}

/// What became of a line that was to be typed.
package enum TypingOutcome: Hashable, Sendable {
    /// It has left the program's line, and what a person had written there is back.
    case submitted
    /// It was not typed, or it was taken away again: to be tried later.
    case waits(TypingObstacle)
    /// There is no such pane.
    case gone
}

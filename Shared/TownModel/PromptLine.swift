/// The line of a program's screen in which a prompt is written, and what must be known to write one for somebody else.
/// Only programs that are told things by pasting need one.
package struct PromptLine: Hashable, Sendable, Codable {
    /// What the line begins with; white space at its end does not count, for programs draw it in different ways.
    package var sign: String
    /// Words on the screen while a turn is in progress.
    package var workingSigns: [String]
    /// Words in the line or below it while a person is asked something: what is typed then would be the answer.
    package var askingSigns: [String]
    /// Whether it has the keys of Emacs and readline: C-e to the line's end, C-u cuts it away, C-y brings it back.
    package var hasLineEditor: Bool
    /// Whether the terminal's cursor stands in it; some programs draw one of their own.
    package var showsCursor: Bool

    package init(
        _ sign: String, workingSigns: [String] = [], askingSigns: [String] = [], hasLineEditor: Bool = false,
        showsCursor: Bool = true
    ) {
        self.sign = sign
        self.workingSigns = workingSigns
        self.askingSigns = askingSigns
        self.hasLineEditor = hasLineEditor
        self.showsCursor = showsCursor
    }
}

/// Which events somebody wants, a tap, a gate, a plugin: words of the topic between dots; `*` is any one word, `>` at the end all that follow.
///
/// A pattern matches the beginning of a topic at a dot, so `*.mr.landed` means every subject.
package struct TopicPattern: Hashable, Sendable {
    private let words: [Substring]
    package let text: String

    package init(_ text: String) {
        self.text = text
        words = text.split(separator: ".", omittingEmptySubsequences: false)
    }

    /// Signals are live words outside the log; their topics begin with `~` and are matched as written.
    package var isSignal: Bool { text.hasPrefix("~") }

    /// Why it can never match; nil when it can.
    package var complaint: String? {
        if isSignal { return nil }
        if words.contains("") { return "\"\(text)\" has an empty word between its dots" }
        if words.dropLast().contains(">") { return "\"\(text)\": > stands at the end only" }
        return nil
    }

    package func matches(_ topic: String) -> Bool {
        if isSignal { return topic.hasPrefix(text) }
        let parts = topic.split(separator: ".", omittingEmptySubsequences: false)
        for (index, word) in words.enumerated() {
            guard index < parts.count else { return false }
            if word == ">" { return true }
            if word != "*", word != parts[index] { return false }
        }
        return true
    }

    /// The one stream that can match; nil when several can.
    package var stream: StreamName? { words.first.flatMap { StreamName(String($0)) } }

    /// The words after the stream's, as far as each stands for itself alone; at most so many.
    package func plainWords(atMost count: Int) -> [Substring] {
        Array(words.dropFirst().prefix { !["*", ">"].contains($0) }.prefix(count))
    }
}

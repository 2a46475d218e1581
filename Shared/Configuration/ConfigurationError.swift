/// Why a configuration file can't be used, with the place in it.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    /// From 1; nil where the parser does not say.
    package var line: Int?
    /// What is wrong and what is allowed, in one sentence.
    package var sentence: String

    package init(path: String, line: Int? = nil, sentence: String) {
        self.path = path
        self.line = line
        self.sentence = sentence
    }

    package var description: String {
        line.map { "\(path):\($0): \(sentence)" } ?? "\(path): \(sentence)"
    }
}

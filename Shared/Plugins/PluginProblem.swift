/// What is wrong with a plugin's file, where, and what to do about it.
package struct PluginProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Gravity: String, Hashable, Sendable {
        /// It is run all the same.
        case warning
        case error
    }

    package var gravity: Gravity
    /// Relative to the town's directory.
    package var path: String
    /// From 1; nil: of the whole file, or of none.
    package var line: Int?
    /// `gate.duration`; empty: the file itself.
    package var key: String
    /// What is wrong.
    package var sentence: String
    /// What to do: what is allowed, or what was probably meant.
    package var remedy: String

    package init(
        _ gravity: Gravity = .error, path: String, line: Int? = nil, key: String = "", _ sentence: String,
        remedy: String
    ) {
        self.gravity = gravity
        self.path = path
        self.line = line
        self.key = key
        self.sentence = sentence
        self.remedy = remedy
    }

    /// `config/plugins/tidy/plugin.md:7: gate.duration: "soon" is no time. Write one like "5m"`
    package var description: String {
        let place = line.map { "\(path):\($0)" } ?? path
        return "\(place): \(key.isEmpty ? "" : "\(key): ")\(sentence). \(remedy)"
    }
}

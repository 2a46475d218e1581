/// One word of a command line, without its quotes.
struct ShellWord: Hashable {
    var text: String
    /// False when a variable or a command's output is part of it: then the text has the expansion as it was written.
    var isKnown = true
    /// Whether a tilde at its beginning means a home directory.
    var hasTilde = false

    /// The same of a path's last part: `/usr/bin/sudo` is `sudo`.
    var program: String { text.split(separator: "/").last.map(String.init) ?? text }

    /// `NAME=value` before a command, or of `env`.
    var isAssignment: Bool {
        guard let equals = text.firstIndex(of: "="), let first = text.first, first.isLetter || first == "_" else {
            return false
        }
        let name = text[..<equals].hasSuffix("+") ? text[..<equals].dropLast() : text[..<equals]
        return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}

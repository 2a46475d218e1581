import Host

/// A TOML file's settings as lines of text, so that a change keeps comments, order and everything else: those of the top
/// level, and, as `bus.listen`, those of a table.
///
/// What the file means is for `Configuration` to say: the result of an edit is parsed before it is written.
struct ConfigurationEdit {
    private var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    /// From 1; nil when the key is not set.
    func line(of key: String) -> Int? { index(of: key).map { $0 + 1 } }

    mutating func set(_ key: String, to literal: String) {
        // A table's key stands at the top level under its whole name, or in the table under its own.
        let place = index(of: key, in: lines[..<top]) == nil ? section(of: key) : nil
        let name = place == nil ? key : Self.ownName(key)
        if let index = index(of: name, in: place ?? lines[..<top]) {
            lines[index] = "\(name) = \(literal)" + Self.comment(of: lines[index])
            return
        }
        if place == nil, let table = Self.table(of: key) {
            if let last = lines.last, last.isEmpty { lines.removeLast() }
            lines += ["", "[\(table)]", "\(Self.ownName(key)) = \(literal)", ""]
            return
        }
        var end = (place ?? lines[..<top]).endIndex
        while end > 0, lines[end - 1].allSatisfy(\.isWhitespace) { end -= 1 }
        lines.insert("\(name) = \(literal)", at: end)
    }

    /// Text as TOML writes it.
    static func quoted(_ value: String) -> String {
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Words with commas between them as TOML writes a list of texts.
    static func list(_ value: String) -> String {
        let words = value.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        return "[" + words.map(quoted).joined(separator: ", ") + "]"
    }

    /// Where the top level ends: the first table.
    private var top: Int {
        lines.firstIndex { $0.first { !$0.isWhitespace } == "[" } ?? lines.count
    }

    private static func table(of key: String) -> Substring? { key.firstIndex(of: ".").map { key[..<$0] } }

    private static func ownName(_ key: String) -> String {
        key.firstIndex(of: ".").map { String(key[key.index(after: $0)...]) } ?? key
    }

    /// The lines of the table that the key belongs to; nil where there is none.
    private func section(of key: String) -> ArraySlice<String>? {
        guard let table = Self.table(of: key),
            let header = lines.firstIndex(where: { $0.split(whereSeparator: \.isWhitespace).first == "[\(table)]" })
        else { return nil }
        let rest = lines[(header + 1)...]
        return rest[..<(rest.firstIndex { $0.first { !$0.isWhitespace } == "[" } ?? rest.endIndex)]
    }

    private func index(of key: String) -> Int? {
        index(of: key, in: lines[..<top]) ?? section(of: key).flatMap { index(of: Self.ownName(key), in: $0) }
    }

    private func index(of key: String, in lines: ArraySlice<String>) -> Int? {
        lines.firstIndex { line in
            guard let equals = line.firstIndex(of: "=") else { return false }
            return line[..<equals].split(whereSeparator: \.isWhitespace) == [Substring(key)]
        }
    }

    /// What stands behind the value, from its `#` on.
    private static func comment(of line: String) -> String {
        var quote: Character?
        var escaped = false
        for index in line.indices {
            let character = line[index]
            if escaped {
                escaped = false
            } else if let open = quote {
                if character == "\\", open == "\"" { escaped = true }
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#" {
                return "  " + line[index...]
            }
        }
        return ""
    }
}

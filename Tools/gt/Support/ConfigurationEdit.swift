/// A TOML file's top-level settings as lines of text, so that a change keeps comments, order and everything else.
///
/// What the file means is for `Configuration` to say: the result of an edit is parsed before it is written.
struct ConfigurationEdit {
    private var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    /// From 1; nil when the key is not set at the top level.
    func line(of key: String) -> Int? { index(of: key).map { $0 + 1 } }

    mutating func set(_ key: String, to literal: String) {
        if let index = index(of: key) {
            lines[index] = "\(key) = \(literal)" + Self.comment(of: lines[index])
            return
        }
        var place = top
        while place > 0, lines[place - 1].allSatisfy(\.isWhitespace) { place -= 1 }
        lines.insert("\(key) = \(literal)", at: place)
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

    /// Where the top level ends: the first table.
    private var top: Int {
        lines.firstIndex { $0.first { !$0.isWhitespace } == "[" } ?? lines.count
    }

    private func index(of key: String) -> Int? {
        lines[..<top].firstIndex { line in
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

/// Texts as TOML has them.
enum TOMLText {
    /// On one line, or on several where it has several.
    static func string(_ text: String) -> String {
        guard text.contains(where: { $0 == "\n" }), !text.unicodeScalars.contains("\r") else {
            return "\"\(escaped(text, keepsLines: false))\""
        }
        return "\"\"\"\n\(escaped(text, keepsLines: true))\"\"\""
    }

    static func list(_ texts: [String]) -> String { "[\(texts.map(string).joined(separator: ", "))]" }

    /// For a comment: one line, without control characters.
    static func comment(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    private static func escaped(_ text: String, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (at, scalar) in scalars.enumerated() {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\"":
                // Three of them end a text of several lines; so does one at its end.
                let isAlone = keepsLines && at + 1 < scalars.count && (at == 0 || scalars[at - 1] != "\"")
                result.append(contentsOf: (isAlone ? "\"" : "\\\"").unicodeScalars)
            case "\n" where keepsLines: result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\0": result.append("\u{FFFD}")
            default:
                guard isControl(scalar) else {
                    result.append(scalar)
                    continue
                }
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: 4 - digits.count)
                result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || scalar.value == 0x7F }
}

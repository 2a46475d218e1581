/// The numbers of iterations in texts.
package enum LoopVariables {
    /// `{{name}}` in what people and agents read.
    package static func fill(_ text: String, _ values: [String: String]) -> String {
        replace(text, opening: "{{", closing: "}}", values)
    }

    /// `${GT_VAR_name}` in what a shell reads.
    package static func fillShell(_ text: String, _ values: [String: String]) -> String {
        replace(text, opening: "${GT_VAR_", closing: "}", values)
    }

    /// In one pass: a name between two marks, where it has a value.
    private static func replace(
        _ text: String, opening: String, closing: String, _ values: [String: String]
    ) -> String {
        // Most texts have none, and looking for them costs more than all the rest of a step.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result: Substring = ""
        var rest = text[...]
        while let start = rest.firstRange(of: opening) {
            result += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            let inside = text[start.upperBound...]
            let name = inside.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let end = inside[name.endIndex...]
            if let value = values[String(name)], end.hasPrefix(closing) {
                result += value
                rest = end.dropFirst(closing.count)
            } else {
                result += rest.prefix(1)
                rest = rest.dropFirst()
            }
        }
        return String(result + rest)
    }
}

/// Texts with `{{name}}` for a formula's variables, and `{name}` for what a template or an advice is told.
enum Braces {
    /// Whether `{{` is in a text: asked of every text there is, so without making one.
    static func hasAny(_ text: String) -> Bool {
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), before == byte { return true }
            before = byte
        }
        return false
    }

    /// The names that stand in a text as `{{name}}`.
    static func names(in text: String) -> [String] {
        var names: [String] = []
        _ = replacing(text) { name in
            names.append(name)
            return nil
        }
        return names
    }

    /// One pass: what is put in is not read again. nil leaves a name as it is written.
    static func replacing(_ text: String, _ value: (String) -> String?) -> String {
        guard hasAny(text) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if let name = name(in: bytes, at: at), let value = value(name.text) {
                result += Array(value.utf8)
                at = name.end
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Fills `{word}` for the words that are given, once; `{{name}}` and every other brace stay.
    static func filling(_ text: String, _ words: [String: String]) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if let name = name(in: bytes, at: at) {
                result += bytes[at..<name.end]
                at = name.end
            } else if let word = word(in: bytes, at: at), let value = words[word.text] {
                result += Array(value.utf8)
                at = word.end
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The names that stand in a loop's expression as `{name}`.
    static func words(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.indices.compactMap { word(in: bytes, at: $0)?.text }
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy(isNameByte)
    }

    private static func name(in bytes: [UInt8], at: Int) -> (text: String, end: Int)? {
        let open = UInt8(ascii: "{"), close = UInt8(ascii: "}")
        guard at + 4 < bytes.count, bytes[at] == open, bytes[at + 1] == open else { return nil }
        var end = at + 2
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        guard end > at + 2, !isDigit(bytes[at + 2]), end + 1 < bytes.count, bytes[end] == close,
            bytes[end + 1] == close
        else { return nil }
        return (String(decoding: bytes[(at + 2)..<end], as: UTF8.self), end + 2)
    }

    private static func word(in bytes: [UInt8], at: Int) -> (text: String, end: Int)? {
        guard bytes[at] == UInt8(ascii: "{") else { return nil }
        var end = at + 1
        while end < bytes.count, isNameByte(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
        guard end > at + 1, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
        return (String(decoding: bytes[(at + 1)..<end], as: UTF8.self), end + 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return isDigit(byte) || byte == UInt8(ascii: "_")
            || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
    }
}

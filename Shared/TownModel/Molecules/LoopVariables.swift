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
        _ text: String, opening: StaticString, closing: StaticString, _ values: [String: String]
    ) -> String {
        // Most texts have none. By bytes: a step is told with every walk to it.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        var copied = 0
        while place < bytes.count {
            guard let start = end(of: opening, in: bytes, at: place) else {
                place += 1
                continue
            }
            let name = bytes[start...].prefix { isNamePart($0) }
            guard let end = end(of: closing, in: bytes, at: name.endIndex),
                let value = values[String(decoding: name, as: UTF8.self)]
            else {
                place += 1
                continue
            }
            result += bytes[copied..<place]
            result += value.utf8
            place = end
            copied = end
        }
        guard copied > 0 else { return text }
        result += bytes[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the mark that begins there ends.
    private static func end(of mark: StaticString, in bytes: [UInt8], at place: Int) -> Int? {
        let end = place + mark.utf8CodeUnitCount
        guard end <= bytes.count else { return nil }
        for index in place..<end where bytes[index] != mark.utf8Start[index - place] { return nil }
        return end
    }

    /// Of a letter beyond ASCII every byte is.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

import Wire

/// JSON put together from values that are JSON already: lines of beads keep their bytes.
enum RawJSON {
    static func array(_ values: [String]) -> String { "[\(values.joined(separator: ","))]" }

    static func object(_ members: KeyValuePairs<String, String?>) -> String {
        let present = members.compactMap { key, value in value.map { "\(JSONText.quoted(key)):\($0)" } }
        return "{\(present.joined(separator: ","))}"
    }

    /// Texts by their names, in this order.
    static func object(_ members: [(name: String, value: String)]) -> String {
        "{\(members.map { "\(text($0.name)):\(text($0.value))" }.joined(separator: ","))}"
    }

    static func text(_ text: String) -> String { JSONText.quoted(text) }
    static func texts(_ texts: [String]) -> String { array(texts.map(JSONText.quoted)) }

    /// For people: a member or an element a line.
    static func indented(_ json: String) -> String {
        var text: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        func line(_ text: inout [UInt8]) {
            text.append(UInt8(ascii: "\n"))
            text += repeatElement(UInt8(ascii: " "), count: 2 * depth)
        }
        var rest = Array(json.utf8)[...]
        while let byte = rest.popFirst() {
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                text.append(byte)
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                text.append(byte)
                depth += 1
                // Nothing in it: it stays on its line.
                if rest.first == UInt8(ascii: "}") || rest.first == UInt8(ascii: "]") { continue }
                line(&text)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if text.last != UInt8(ascii: "{"), text.last != UInt8(ascii: "[") { line(&text) }
                text.append(byte)
            case UInt8(ascii: ","):
                text.append(byte)
                line(&text)
            case UInt8(ascii: ":"): text += [byte, UInt8(ascii: " ")]
            default:
                isInString = byte == UInt8(ascii: "\"")
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

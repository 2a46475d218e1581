/// A JSON object put together member by member, for what every single command writes: an event's envelope, an answer's
/// headers, a field's old and new value. There an encoder of its own would cost more than all the rest.
///
/// Members are added in the order of their keys; then the bytes are those that `JSONText.encode` would give (tested).
struct JSONMembers {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init() {
        // What most events and beads need; growing in steps would copy it several times.
        bytes.reserveCapacity(768)
        bytes.append(UInt8(ascii: "{"))
    }

    mutating func add(_ key: String, _ text: String) {
        open(key)
        JSONText.quote(text, into: &bytes)
    }

    mutating func add(_ key: String, _ text: String?) {
        if let text { add(key, text) }
    }

    mutating func add(_ key: String, _ number: Int64) {
        open(key)
        bytes += String(number).utf8
    }

    mutating func add(_ key: String, _ number: Int64?) {
        if let number { add(key, number) }
    }

    /// An object in the object, by its members.
    mutating func add(_ key: String, members: (inout JSONMembers) -> Void) {
        open(key)
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// `json`: a whole JSON value.
    mutating func add(_ key: String, json: [UInt8]) {
        open(key)
        bytes += json
    }

    mutating func add(_ key: String, json: [UInt8]?) {
        if let json { add(key, json: json) }
    }

    mutating func closed() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func open(_ key: String) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        JSONText.quote(key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }
}

extension JSONText {
    /// The text as a JSON string, as `encode` writes it.
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        quote(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let utf8 = text.utf8
        // Nearly every text needs no escape: then it is copied as a whole.
        let isCopied = utf8.withContiguousStorageIfAvailable { buffer in
            for byte in buffer where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return false
            }
            bytes.append(contentsOf: buffer)
            return true
        }
        if isCopied == true { return bytes.append(UInt8(ascii: "\"")) }
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += #"\b"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0..<0x20:
                bytes += (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8
                bytes += String(byte, radix: 16).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

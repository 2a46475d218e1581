/// JSON of any shape, as a value: for tests that change it, compare parts of it, or write it for people to read.
package indirect enum JSONTree: Hashable, Sendable {
    case null
    case flag(Bool)
    /// As it was written.
    case number(String)
    case text(String)
    case list([JSONTree])
    /// In their order.
    case object([JSONMember])

    package subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var members: [JSONMember] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    package var items: [JSONTree] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// nil for what is no JSON text.
    package init?(_ bytes: [UInt8]) {
        var reader = TreeReader(bytes: bytes)
        guard let tree = reader.value(), reader.isAtEnd else { return nil }
        self = tree
    }
}

package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSONTree

    package init(_ key: String, _ value: JSONTree) {
        self.key = key
        self.value = value
    }
}

extension JSONTree {
    /// Whether everything that `other` says is said here too; here there may be more members.
    package func covers(_ other: JSONTree) -> Bool {
        switch (self, other) {
        case (.object, .object(let members)):
            members.allSatisfy { member in self[member.key].map { $0.covers(member.value) } ?? false }
        case (.list(let own), .list(let others)):
            own.count == others.count && zip(own, others).allSatisfy { $0.covers($1) }
        default: self == other
        }
    }
}

/// Reads what our own programs write, strictly.
private struct TreeReader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return place == bytes.count
        }
    }

    mutating func value() -> JSONTree? {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return list()
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "t"): return word("true") ? .flag(true) : nil
        case UInt8(ascii: "f"): return word("false") ? .flag(false) : nil
        case UInt8(ascii: "n"): return word("null") ? .null : nil
        default: return number().map { .number($0) }
        }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func word(_ word: String) -> Bool {
        guard bytes[place...].starts(with: word.utf8) else { return false }
        place += word.utf8.count
        return true
    }

    private mutating func object() -> JSONTree? {
        var members: [JSONMember] = []
        guard take("{") else { return nil }
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard let key = string(), take(":"), let value = value() else { return nil }
            members.append(JSONMember(key, value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func list() -> JSONTree? {
        var items: [JSONTree] = []
        guard take("[") else { return nil }
        if take("]") { return .list([]) }
        repeat {
            guard let item = value() else { return nil }
            items.append(item)
        } while take(",")
        return take("]") ? .list(items) : nil
    }

    private mutating func number() -> String? {
        let start = place
        while let byte = next, "+-.eE0123456789".utf8.contains(byte) { place += 1 }
        return start == place ? nil : String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string() -> String? {
        guard next == UInt8(ascii: "\"") else { return nil }
        place += 1
        var text: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let scalar = escaped() else { return nil }
            text += String(scalar).utf8
        }
        guard next != nil else { return nil }
        place += 1
        return String(validating: text, as: UTF8.self)
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"):
            // What we write is UTF-8: only control characters are escaped by number.
            guard place + 4 <= bytes.count else { return nil }
            let digits = String(decoding: bytes[place..<place + 4], as: UTF8.self)
            place += 4
            return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
        default: return Unicode.Scalar(byte)
        }
    }
}

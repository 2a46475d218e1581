/// A name or id that travels as a plain JSON string and is checked once, where it enters.
///
/// Each kind of id is a type of its own, so that a bead's id is never passed where an agent's name is meant.
package protocol TextID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, CodingKeyRepresentable {
    var text: String { get }
    /// nil when the text is no valid id of this kind.
    init?(_ text: String)
}

extension TextID {
    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a valid \(Self.self): \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var codingKey: any CodingKey { TextKey(stringValue: text) }

    package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

private struct TextKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// The id of a bead: `gt-abc`, `hq-cv-9abc3`, `gt-abc.2` (a child). 1 to 120 bytes of `[A-Za-z0-9._:-]`.
package struct BeadID: TextID {
    package let text: String

    package init?(_ text: String) {
        guard IDAlphabet.isToken(text, bytesMax: 120, extra: "._:-") else { return nil }
        self.text = text
    }
}

/// The name of a rig: `[a-z][a-z0-9_-]*`, at most 40 bytes, none of the reserved words; also the name of its stream.
package struct RigName: TextID {
    package let text: String

    /// Streams, roles and persons that a rig may not be named after.
    package static let reserved: Set<String> = ["town", "hq", "feed", "overseer", "mayor", "deacon"]

    package init?(_ text: String) {
        guard IDAlphabet.isName(text), !Self.reserved.contains(text) else { return nil }
        self.text = text
    }
}

/// The name of one agent within its rig or role, e.g. a polecat's: same alphabet as a rig's name.
package struct AgentName: TextID {
    package let text: String

    package init?(_ text: String) {
        guard IDAlphabet.isName(text) else { return nil }
        self.text = text
    }
}

/// The id of a command: what makes it idempotent. 1 to 128 bytes, printable ASCII without spaces.
///
/// A person's command has one of its own (`FreshID`). A role's names what it is about and its generation
/// (`claim/gt-abc/2`), never the event that caused it, so that event, redelivery, listing and tick all mean the same
/// command.
package struct CommandID: TextID {
    package let text: String

    package init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.text = text
    }

    /// Traps on an invalid id: only for ids composed of ids.
    package init(composed parts: String...) {
        let text = parts.joined(separator: "/")
        guard let value = CommandID(text) else { preconditionFailure("not a command id: \(text)") }
        self = value
    }
}

/// One run of a program for an agent: `s<number>`, never used twice in a town.
package struct Incarnation: TextID {
    package let text: String

    package init?(_ text: String) {
        guard text.first == "s", let number = Int64(text.dropFirst()), number > 0, "s\(number)" == text
        else { return nil }
        self.text = text
    }

    package init(number: Int64) {
        precondition(number > 0, "an incarnation is numbered from 1")
        text = "s\(number)"
    }
}

/// A full git commit id: 40 (or, in a SHA-256 repository, 64) lower-case hexadecimal digits.
package struct CommitID: TextID {
    package let text: String

    package init?(_ text: String) {
        guard text.utf8.count == 40 || text.utf8.count == 64,
            text.utf8.allSatisfy({ IDAlphabet.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
        else { return nil }
        self.text = text
    }

    package var short: String { String(text.prefix(10)) }
}

enum IDAlphabet {
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLower(first), text.utf8.count <= 40 else { return false }
        return text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    static func isToken(_ text: String, bytesMax: Int, extra: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= bytesMax,
            isLower(first) || isUpper(first) || isDigit(first)
        else { return false }
        return text.utf8.allSatisfy { isLower($0) || isUpper($0) || isDigit($0) || extra.utf8.contains($0) }
    }
}

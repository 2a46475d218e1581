/// Finds where things stand in a line of JSON, by RFC 8259 to the letter, and copies nothing.
///
/// A library's decoder gives values and forgets the bytes; here the bytes are the point: what nobody changed must go out
/// as it came in.
package struct JSONScanner {
    private let bytes: ArraySlice<UInt8>
    package private(set) var at: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    package var isAtEnd: Bool { at == bytes.endIndex }

    package mutating func skipWhite() {
        while at < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    /// Consumes this character if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.endIndex, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    /// The members of an object, whose opening brace is next: where each key (with its quotes) and each value stands.
    package mutating func members(depth: Int) throws(LineFault) -> [(key: Range<Int>, value: Range<Int>)] {
        guard depth <= BeadsLimits.depthMax else { throw .tooDeep }
        guard take("{") else { throw .syntax(at: offset, "an object was expected") }
        var members: [(key: Range<Int>, value: Range<Int>)] = []
        skipWhite()
        if take("}") { return members }
        repeat {
            skipWhite()
            let key = at
            try string()
            let keyEnd = at
            skipWhite()
            guard take(":") else { throw .syntax(at: offset, "a colon was expected") }
            skipWhite()
            let value = at
            try self.value(depth: depth + 1)
            members.append((key..<keyEnd, value..<at))
            skipWhite()
        } while take(",")
        guard take("}") else { throw .syntax(at: offset, "a comma or the object's end was expected") }
        return members
    }

    /// Where each element of an array stands, whose opening bracket is next.
    package mutating func elements(depth: Int) throws(LineFault) -> [Range<Int>] {
        guard depth <= BeadsLimits.depthMax else { throw .tooDeep }
        guard take("[") else { throw .syntax(at: offset, "an array was expected") }
        var elements: [Range<Int>] = []
        skipWhite()
        if take("]") { return elements }
        repeat {
            skipWhite()
            let start = at
            try value(depth: depth + 1)
            elements.append(start..<at)
            skipWhite()
        } while take(",")
        guard take("]") else { throw .syntax(at: offset, "a comma or the array's end was expected") }
        return elements
    }

    package mutating func value(depth: Int) throws(LineFault) {
        guard at < bytes.endIndex else { throw .syntax(at: offset, "a value was expected") }
        switch bytes[at] {
        case UInt8(ascii: "{"): _ = try members(depth: depth)
        case UInt8(ascii: "["): _ = try elements(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func string() throws(LineFault) {
        guard take("\"") else { throw .syntax(at: offset, "a string was expected") }
        while at < bytes.endIndex {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") { return }
            guard byte >= 0x20 else { throw .syntax(at: offset - 1, "a control character stands bare in a string") }
            if byte == UInt8(ascii: "\\") { try escape() }
        }
        throw .syntax(at: offset, "a string has no end")
    }

    private mutating func escape() throws(LineFault) {
        guard at < bytes.endIndex else { throw .syntax(at: offset, "a string has no end") }
        let kind = bytes[at]
        at += 1
        if kind == UInt8(ascii: "u") {
            for _ in 0..<4 {
                guard at < bytes.endIndex, JSONString.hex(bytes[at]) != nil else {
                    throw .syntax(at: offset, "\\u has four hexadecimal digits")
                }
                at += 1
            }
        } else if !"\"\\/bfnrt".utf8.contains(kind) {
            throw .syntax(at: offset - 1, "there is no such escape")
        }
    }

    private mutating func word(_ word: String) throws(LineFault) {
        guard bytes[at...].starts(with: word.utf8) else { throw .syntax(at: offset, "a value was expected") }
        at += word.utf8.count
    }

    private mutating func number() throws(LineFault) {
        _ = take("-")
        let first = at
        guard digits() > 0 else { throw .syntax(at: offset, "a value was expected") }
        if bytes[first] == UInt8(ascii: "0"), at - first > 1 {
            throw .syntax(at: first - bytes.startIndex, "a number begins with 0")
        }
        if take("."), digits() == 0 { throw .syntax(at: offset, "a digit was expected") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() == 0 { throw .syntax(at: offset, "a digit was expected") }
        }
    }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
        return at - start
    }

    /// From the line's beginning, for messages.
    private var offset: Int { at - bytes.startIndex }
}

/// Why a line is no bead.
package enum LineFault: Error, Hashable, Sendable {
    case notUTF8
    case tooLong(bytes: Int)
    case tooDeep
    /// `at`: bytes from the line's beginning.
    case syntax(at: Int, String)
    /// JSON, but not an object with an id that is a text.
    case noID
}

extension LineFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notUTF8: "it is not valid UTF-8"
        case .tooLong(let bytes): "it has \(bytes) bytes, at most \(BeadsLimits.lineBytesMax) are read"
        case .tooDeep: "it is nested deeper than \(BeadsLimits.depthMax) levels"
        case .syntax(let at, let what): "\(what), at byte \(at)"
        case .noID: "it is no object with an id"
        }
    }
}

/// What the codec reads at most.
package enum BeadsLimits {
    /// As everywhere on the wire.
    package static let depthMax = 64
    /// The longest real line known has 80 KB; a description of several megabytes is a file that lost its newlines.
    package static let lineBytesMax = 16 << 20
}

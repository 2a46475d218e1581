/// Where a value of TOML stands, and all that is in it.
final class TOMLPlace {
    /// From 1.
    var line: Int
    /// By key, each with the line of its key.
    var members: [String: (line: Int, place: TOMLPlace)] = [:]
    /// Of an array, or an array of tables.
    var elements: [TOMLPlace] = []

    init(line: Int) { self.line = line }

    /// The table that a key leads to; of several in an array the last.
    func descend(_ key: String, line: Int) -> TOMLPlace {
        let next = members[key]?.place ?? TOMLPlace(line: line)
        if members[key] == nil { members[key] = (line, next) }
        return next.elements.last ?? next
    }
}

/// Finds the lines of all that stands in a text of TOML, in one pass over its bytes.
///
/// It tells nothing of what is wrong: the parser does. A wrong text gives some places, and ends.
struct TOMLLines {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() throws(SourceFault) -> TOMLPlace {
        let root = TOMLPlace(line: 1)
        var table = root
        while true {
            skipBlank()
            guard at < bytes.count else { return root }
            let start = at
            if take("[") { table = try header(in: root) } else { try assignment(in: table, depth: 1) }
            if at == start { at += 1 }
        }
    }

    private mutating func header(in root: TOMLPlace) throws(SourceFault) -> TOMLPlace {
        let isElement = take("[")
        skipSpaces()
        // The parser relies on a name here, and would trap without one.
        guard at < bytes.count, Self.beginsKey(bytes[at]) else {
            throw SourceFault(line: line, sentence: "the name of a table was expected")
        }
        let path = try keys()
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        guard let last = path.last else { return root }
        var table = root
        for key in path.dropLast() { table = table.descend(key, line: line) }
        if isElement {
            _ = table.descend(last, line: line)
            let element = TOMLPlace(line: line)
            table.members[last]?.place.elements.append(element)
            return element
        }
        table = table.descend(last, line: line)
        table.line = line
        return table
    }

    private mutating func assignment(in table: TOMLPlace, depth: Int) throws(SourceFault) {
        let line = line
        let path = try keys()
        skipSpaces()
        guard take("="), let last = path.last else { return }
        var table = table
        for key in path.dropLast() { table = table.descend(key, line: line) }
        table.members[last] = (line, try value(depth: depth + 1))
    }

    private mutating func value(depth: Int) throws(SourceFault) -> TOMLPlace {
        skipSpaces()
        let place = TOMLPlace(line: line)
        guard at < bytes.count else { return place }
        switch bytes[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try text(mayHaveLines: true)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            guard depth <= SourceText.depthMax else { throw SourceText.tooDeep(line: line) }
            let isTable = bytes[at] == UInt8(ascii: "{")
            at += 1
            try members(of: place, isTable: isTable, depth: depth)
        default:
            while at < bytes.count, !Self.endsScalar(bytes[at]) { at += 1 }
        }
        return place
    }

    private mutating func members(of place: TOMLPlace, isTable: Bool, depth: Int) throws(SourceFault) {
        while true {
            skipBlank()
            guard at < bytes.count, !take(isTable ? "}" : "]") else { return }
            if take(",") { continue }
            let start = at
            if isTable {
                try assignment(in: place, depth: depth)
            } else {
                place.elements.append(try value(depth: depth + 1))
            }
            if at == start { at += 1 }
        }
    }

    /// A key with dots, part by part.
    private mutating func keys() throws(SourceFault) -> [String] {
        var path: [String] = []
        repeat {
            skipSpaces()
            guard path.count < SourceText.depthMax else { throw SourceText.tooDeep(line: line) }
            if at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
                path.append(try text(mayHaveLines: false))
            } else {
                let start = at
                while at < bytes.count, !Self.endsKey(bytes[at]) { at += 1 }
                if at > start { path.append(String(decoding: bytes[start..<at], as: UTF8.self)) }
            }
            skipSpaces()
        } while take(".")
        return path
    }

    /// A text in quotes of one of the four kinds, whose first quote is next; of one line it gives what it says.
    private mutating func text(mayHaveLines: Bool) throws(SourceFault) -> String {
        let quote = bytes[at]
        let isLong = mayHaveLines && at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        at += isLong ? 3 : 1
        var said: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x0A {
                guard isLong else { break }
                line += 1
            }
            at += 1
            if byte == quote {
                guard isLong else { break }
                guard at + 1 < bytes.count, bytes[at] == quote, bytes[at + 1] == quote else { continue }
                at += 2
                // One or two quotes may stand before the three that end it.
                while at < bytes.count, bytes[at] == quote { at += 1 }
                break
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                let scalar = try escape()
                if !mayHaveLines { said += String(scalar).utf8 }
            } else if !mayHaveLines {
                said.append(byte)
            }
        }
        return String(decoding: said, as: UTF8.self)
    }

    /// What stands behind a backslash.
    private mutating func escape() throws(SourceFault) -> Unicode.Scalar {
        guard at < bytes.count, bytes[at] != 0x0A else { return " " }
        let kind = bytes[at]
        at += 1
        let count: Int
        switch Unicode.Scalar(kind) {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "e": return "\u{1B}"
        case "x": count = 2
        case "u": count = 4
        case "U": count = 8
        default: return Unicode.Scalar(kind)
        }
        let end = min(at + count, bytes.count)
        guard let value = UInt32(String(decoding: bytes[at..<end], as: UTF8.self), radix: 16) else { return "\u{FFFD}" }
        at = end
        guard value != 0 else { throw SourceFault(line: line, sentence: "the character NUL stands in a text") }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// White space, newlines and comments.
    private mutating func skipBlank() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x0A:
                line += 1
                at += 1
            case 0x20, 0x09, 0x0D: at += 1
            case UInt8(ascii: "#"):
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            default: return
            }
        }
    }

    private mutating func skipSpaces() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"): true
        default: false
        }
    }

    private static func beginsKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private static func endsKey(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, 0x0D, 0x20, 0x09, UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: ","), UInt8(ascii: "#"):
            true
        default: false
        }
    }
}

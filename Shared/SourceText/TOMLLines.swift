/// Where one value stands, with what is inside of it.
final class TOMLPlace {
    /// Of the key that names it; of an element, of its beginning.
    var keyLine: Int
    /// Where it begins; of a table, its first header.
    var line: Int
    var members: [String: TOMLPlace] = [:]
    var items: [TOMLPlace] = []

    init(line: Int) {
        keyLine = line
        self.line = line
    }

    /// Of a list of tables, the last is meant: so TOML reads names in headers.
    func member(_ key: String, line: Int) -> TOMLPlace {
        let owner = items.last ?? self
        if let known = owner.members[key] { return known }
        let new = TOMLPlace(line: line)
        owner.members[key] = new
        return new
    }
}

/// Finds the line of every key and element, in one pass over the bytes, before the parser has its turn; it never reads beyond
/// the end. Should it lose its way, values have the line of what is around them.
///
/// What it trips over is refused here: toml++ ends the process by an assertion where a key or a value is missing (`[@a]`,
/// `[1,} 2]`; a test damages texts at random). Other mistakes are for the parser to find.
struct TOMLLines {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private let root = TOMLPlace(line: 1)
    /// The first place where a key or a value is missing.
    private(set) var fault: SourceFault?

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func read() -> TOMLPlace {
        var here = root
        while fault == nil, skipBlank(), let byte = peek {
            let start = at
            if byte == UInt8(ascii: "[") {
                here = header()
            } else {
                pair(in: here)
            }
            // Not a step further: this is no TOML that we know.
            if at == start { advance() }
        }
        return root
    }

    private mutating func header() -> TOMLPlace {
        let begin = line
        advance()
        let isList = peek == UInt8(ascii: "[")
        if isList { advance() }
        let keys = keyPath()
        for _ in 0..<(isList ? 2 : 1) {
            guard peek == UInt8(ascii: "]") else {
                miss("\(isList ? "]]" : "]") at the end of the header")
                break
            }
            advance()
        }
        var place = root
        for key in keys.dropLast() { place = place.member(key, line: begin) }
        guard let last = keys.last else { return place }
        place = place.member(last, line: begin)
        guard isList else { return place }
        place.items.append(TOMLPlace(line: begin))
        return place
    }

    /// `key = value`, in a table or in braces.
    private mutating func pair(in table: TOMLPlace) {
        let begin = line
        let keys = keyPath()
        skipSpaces()
        guard peek == UInt8(ascii: "=") else { return miss("= behind the key") }
        advance()
        skipSpaces()
        var place = table
        for key in keys.dropLast() { place = place.member(key, line: begin) }
        guard let last = keys.last else { return }
        let value = value(depth: 0)
        value.keyLine = begin
        (place.items.last ?? place).members[last] = value
    }

    private mutating func value(depth: Int) -> TOMLPlace {
        let place = TOMLPlace(line: line)
        // The parser accepts none that is nested deeper.
        guard depth < 1000, let byte = peek, !",]}#\r\n".utf8.contains(byte) else {
            miss("a value")
            return place
        }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
        case UInt8(ascii: "["):
            advance()
            while fault == nil, skipBlank(), let next = peek, next != UInt8(ascii: "]") {
                let start = at
                place.items.append(value(depth: depth + 1))
                if skipBlank(), peek == UInt8(ascii: ",") { advance() }
                if at == start { advance() }
            }
            advance()
        case UInt8(ascii: "{"):
            advance()
            while fault == nil, skipBlank(), let next = peek, next != UInt8(ascii: "}") {
                let start = at
                pair(in: place)
                if skipBlank(), peek == UInt8(ascii: ",") { advance() }
                if at == start { advance() }
            }
            advance()
        default:
            while let next = peek, !",]}#\n".utf8.contains(next) { advance() }
        }
        return place
    }

    private mutating func keyPath() -> [String] {
        var keys: [String] = []
        repeat {
            skipSpaces()
            guard let byte = peek else {
                miss("a key")
                return keys
            }
            let start = at
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                skipString(byte)
                let inner = bytes[min(start + 1, at)..<max(start + 1, at - 1)]
                keys.append(byte == UInt8(ascii: "\"") ? Self.unescaped(inner) : String(decoding: inner, as: UTF8.self))
            } else {
                while let next = peek, Self.isBare(next) { advance() }
                if at == start { miss("a key") }
                keys.append(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            skipSpaces()
            guard peek == UInt8(ascii: ".") else { return keys }
            advance()
        } while true
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func miss(_ what: String) {
        fault = fault ?? SourceFault(line: line, sentence: "\(what) was expected here")
    }

    /// Keys with escapes are rare: the ones that JSON has too.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        let quoted = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        return JSONQuotes.decoded(quoted[...]) ?? String(decoding: bytes, as: UTF8.self)
    }

    private mutating func skipString(_ quote: UInt8) {
        let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        var run = 0
        while let byte = peek {
            if byte == quote {
                run += 1
                advance()
                guard isLong else { return }
                // Up to two quotes may belong to the text itself.
                if run >= 3, peek != quote || run == 5 { return }
                continue
            }
            run = 0
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { advance() }
            if byte == UInt8(ascii: "\n"), !isLong { return }
            advance()
        }
    }

    /// Spaces, ends of lines and comments; false at the end of the text.
    private mutating func skipBlank() -> Bool {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                while let next = peek, next != UInt8(ascii: "\n") { advance() }
            } else if " \t\r\n".utf8.contains(byte) {
                advance()
            } else {
                return true
            }
        }
        return false
    }

    private mutating func skipSpaces() {
        while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func advance() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }
}

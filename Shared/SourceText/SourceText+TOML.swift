internal import TOMLKit

extension SourceText {
    /// Reads TOML: the values are the parser's, the places are what `TOMLLines` has found. Members stand by line, then by
    /// the alphabet.
    package static func toml(_ text: String) throws(SourceFault) -> SourceNode {
        let bytes = try bytes(of: text)
        // The parser takes a text of C, which ends at the first NUL.
        if let at = bytes.firstIndex(of: 0) {
            let line = bytes[..<at].count { $0 == 0x0A } + 1
            throw SourceFault(line: line, sentence: "the character NUL stands in the text")
        }
        var lines = TOMLLines(bytes)
        let places = try lines.scan()
        let table: TOMLTable
        do {
            table = try TOMLTable(string: String(decoding: bytes, as: UTF8.self))
        } catch let error as TOMLParseError {
            throw SourceFault(line: Int(error.source.begin.line), sentence: error.description)
        } catch {
            throw SourceFault(line: nil, sentence: "not TOML: \(error)")
        }
        return SourceNode(.table(try entries(of: table, at: places, depth: 1)), line: 1)
    }

    private static func entries(
        of table: TOMLTable, at place: TOMLPlace, depth: Int
    ) throws(SourceFault) -> [SourceEntry] {
        var entries: [SourceEntry] = []
        for key in table.keys {
            guard let value = table[key] else {
                throw SourceFault(line: place.line, sentence: "a key here has a character that no key may have")
            }
            let member = place.members[key]
            let there = member?.place ?? TOMLPlace(line: place.line)
            let node = try node(of: value, at: there, depth: depth + 1)
            entries.append(SourceEntry(key: key, line: member?.line ?? place.line, node: node))
        }
        return entries.sorted { ($0.line, $0.key) < ($1.line, $1.key) }
    }

    private static func node(
        of value: any TOMLValueConvertible, at place: TOMLPlace, depth: Int
    ) throws(SourceFault) -> SourceNode {
        let line = place.line
        if let text = value.string { return SourceNode(.text(text), line: line) }
        if let integer = value.int { return SourceNode(.integer(Int64(integer)), line: line) }
        if let flag = value.bool { return SourceNode(.flag(flag), line: line) }
        if let number = value.double { return SourceNode(.number(number), line: line) }
        guard depth <= depthMax else { throw tooDeep(line: line) }
        if let table = value.table {
            return SourceNode(.table(try entries(of: table, at: place, depth: depth)), line: line)
        }
        guard let array = value.array else { return SourceNode(.date(value.debugDescription), line: line) }
        var nodes: [SourceNode] = []
        for (index, element) in array.enumerated() {
            let there = index < place.elements.count ? place.elements[index] : TOMLPlace(line: line)
            nodes.append(try node(of: element, at: there, depth: depth + 1))
        }
        return SourceNode(.list(nodes), line: line)
    }
}

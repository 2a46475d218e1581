internal import TOMLKit

extension SourceText {
    /// A file of TOML: the root is a table.
    package static func toml(_ text: String) throws(SourceFault) -> SourceNode {
        let text = try checked(text)
        var lines = TOMLLines(text)
        let places = lines.read()
        if let fault = lines.fault { throw fault }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw SourceFault(line: error.source.begin.line, sentence: error.description)
        } catch {
            throw SourceFault(line: nil, sentence: "\(error)")
        }
        // The parser tells no places of what it has read.
        return try node(table, places, line: 1, depth: 1)
    }

    private static func node(
        _ table: TOMLTable, _ place: TOMLPlace?, line: Int, depth: Int
    ) throws(SourceFault) -> SourceNode {
        guard depth <= depthMax else { throw tooDeep }
        var entries: [SourceEntry] = []
        for key in table.keys {
            guard let value = table[key] else { continue }
            let member = place?.members[key]
            let keyLine = member?.keyLine ?? line
            entries.append(
                SourceEntry(
                    key: key, line: keyLine,
                    node: try node(value, member, line: member?.line ?? keyLine, depth: depth + 1)))
        }
        entries.sort { ($0.line, $0.key) < ($1.line, $1.key) }
        return SourceNode(.table(entries), line: line)
    }

    private static func node(
        _ value: any TOMLValueConvertible, _ place: TOMLPlace?, line: Int, depth: Int
    ) throws(SourceFault) -> SourceNode {
        guard depth <= depthMax else { throw tooDeep }
        switch value.type {
        case .table:
            guard let table = value.table else { break }
            return try node(table, place, line: line, depth: depth)
        case .array:
            guard let array = value.array else { break }
            var nodes: [SourceNode] = []
            for (index, element) in array.enumerated() {
                let item = place.flatMap { $0.items.indices.contains(index) ? $0.items[index] : nil }
                nodes.append(try node(element, item, line: item?.line ?? line, depth: depth + 1))
            }
            return SourceNode(.list(nodes), line: line)
        case .string: if let text = value.string { return SourceNode(.text(text), line: line) }
        case .int: if let number = value.int { return SourceNode(.integer(Int64(number)), line: line) }
        case .double: if let number = value.double { return SourceNode(.number(number), line: line) }
        case .bool: if let flag = value.bool { return SourceNode(.flag(flag), line: line) }
        case .date, .time, .dateTime: break
        }
        return SourceNode(.date(value.debugDescription), line: line)
    }
}

internal import BeadsFormat

extension SourceText {
    /// Reads JSON by RFC 8259; a key that stands twice in one object is refused. Numbers that are whole are integers.
    package static func json(_ text: String) throws(SourceFault) -> SourceNode {
        try JSONTree(bytes(of: text)).root()
    }
}

/// Makes the tree of what the scanner has found.
private struct JSONTree {
    private let bytes: [UInt8]
    /// Where each line but the first begins.
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    func root() throws(SourceFault) -> SourceNode {
        var scanner = JSONScanner(bytes[...])
        scanner.skipWhite()
        let start = scanner.at
        do {
            try scanner.value(depth: 1)
        } catch {
            throw fault(error, from: 0)
        }
        let range = start..<scanner.at
        scanner.skipWhite()
        guard scanner.isAtEnd else {
            throw SourceFault(line: line(of: scanner.at), sentence: "not JSON: the text goes on after its value")
        }
        return try node(range, depth: 1)
    }

    private func node(_ range: Range<Int>, depth: Int) throws(SourceFault) -> SourceNode {
        let line = line(of: range.lowerBound)
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "{"): return SourceNode(.table(try entries(range, depth: depth)), line: line)
        case UInt8(ascii: "["): return SourceNode(.list(try elements(range, depth: depth)), line: line)
        case UInt8(ascii: "\""): return SourceNode(.text(JSONString.decoded(bytes[range]) ?? ""), line: line)
        case UInt8(ascii: "t"): return SourceNode(.flag(true), line: line)
        case UInt8(ascii: "f"): return SourceNode(.flag(false), line: line)
        case UInt8(ascii: "n"): return SourceNode(.nothing, line: line)
        default: return SourceNode(try number(range), line: line)
        }
    }

    private func entries(_ range: Range<Int>, depth: Int) throws(SourceFault) -> [SourceEntry] {
        let members: [(key: Range<Int>, value: Range<Int>)]
        do {
            var scanner = JSONScanner(bytes[range])
            members = try scanner.members(depth: depth)
        } catch {
            throw fault(error, from: range.lowerBound)
        }
        var known: Set<String> = []
        var entries: [SourceEntry] = []
        for member in members {
            let key = JSONString.decoded(bytes[member.key]) ?? ""
            let line = line(of: member.key.lowerBound)
            guard known.insert(key).inserted else {
                throw SourceFault(line: line, sentence: "the key \"\(key)\" stands twice in one object")
            }
            entries.append(SourceEntry(key: key, line: line, node: try node(member.value, depth: depth + 1)))
        }
        return entries
    }

    private func elements(_ range: Range<Int>, depth: Int) throws(SourceFault) -> [SourceNode] {
        let ranges: [Range<Int>]
        do {
            var scanner = JSONScanner(bytes[range])
            ranges = try scanner.elements(depth: depth)
        } catch {
            throw fault(error, from: range.lowerBound)
        }
        var nodes: [SourceNode] = []
        for range in ranges { nodes.append(try node(range, depth: depth + 1)) }
        return nodes
    }

    private func number(_ range: Range<Int>) throws(SourceFault) -> SourceNode.Value {
        let text = String(decoding: bytes[range], as: UTF8.self)
        if let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw SourceFault(line: line(of: range.lowerBound), sentence: "the number \(text) is too large")
        }
        return Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }

    /// From 1: by halves, over where the lines begin.
    private func line(of at: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= at { low = middle + 1 } else { high = middle }
        }
        return low + 1
    }

    private func fault(_ fault: LineFault, from start: Int) -> SourceFault {
        switch fault {
        case .syntax(let at, let what): SourceFault(line: line(of: start + at), sentence: "not JSON: \(what)")
        case .tooDeep: SourceText.tooDeep(line: nil)
        case .notUTF8, .tooLong, .noID: SourceFault(line: nil, sentence: "not JSON: \(fault)")
        }
    }
}

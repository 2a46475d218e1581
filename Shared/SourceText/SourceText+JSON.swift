internal import BeadsFormat

/// JSON's strings, for keys of TOML that are written the same way.
enum JSONQuotes {
    static func decoded(_ value: ArraySlice<UInt8>) -> String? { JSONString.decoded(value) }
}

extension SourceText {
    /// A file of JSON. Of two members with one key nobody knows which is meant: they are refused.
    package static func json(_ text: String) throws(SourceFault) -> SourceNode {
        let bytes = Array(try checked(text).utf8)
        let reader = JSONReader(bytes)
        var scanner = JSONScanner(bytes[...])
        scanner.skipWhite()
        let start = scanner.at
        do {
            try scanner.value(depth: 1)
        } catch {
            throw reader.fault(error)
        }
        let end = scanner.at
        scanner.skipWhite()
        guard scanner.isAtEnd else {
            throw SourceFault(line: reader.line(at: scanner.at), sentence: "something stands behind the value")
        }
        return try reader.node(start..<end, depth: 1)
    }
}

/// Values of a text that the scanner has passed.
private struct JSONReader {
    let bytes: [UInt8]
    /// Where each line begins.
    private let beginnings: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        beginnings = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    func line(at offset: Int) -> Int {
        var low = 0
        var high = beginnings.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if beginnings[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low + 1
    }

    func fault(_ fault: LineFault) -> SourceFault {
        guard case .syntax(let offset, let what) = fault else { return SourceFault(line: nil, sentence: "\(fault)") }
        return SourceFault(line: line(at: offset), sentence: what)
    }

    func node(_ range: Range<Int>, depth: Int) throws(SourceFault) -> SourceNode {
        guard depth <= SourceText.depthMax else { throw SourceText.tooDeep }
        let line = line(at: range.lowerBound)
        var scanner = JSONScanner(bytes[range])
        let value: SourceNode.Value
        do {
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "{"):
                var entries: [SourceEntry] = []
                var known: Set<String> = []
                for member in try scanner.members(depth: 1) {
                    let key = JSONString.decoded(bytes[member.key]) ?? ""
                    let keyLine = self.line(at: member.key.lowerBound)
                    guard known.insert(key).inserted else {
                        throw SourceFault(line: keyLine, sentence: "the key \"\(key)\" stands here a second time")
                    }
                    entries.append(
                        SourceEntry(key: key, line: keyLine, node: try node(member.value, depth: depth + 1)))
                }
                value = .table(entries)
            case UInt8(ascii: "["):
                var nodes: [SourceNode] = []
                for element in try scanner.elements(depth: 1) { nodes.append(try node(element, depth: depth + 1)) }
                value = .list(nodes)
            case UInt8(ascii: "\""): value = .text(JSONString.decoded(bytes[range]) ?? "")
            case UInt8(ascii: "t"): value = .flag(true)
            case UInt8(ascii: "f"): value = .flag(false)
            case UInt8(ascii: "n"): value = .nothing
            default:
                let text = String(decoding: bytes[range], as: UTF8.self)
                value = Int64(text).map { .integer($0) } ?? .number(Double(text) ?? .nan)
            }
        } catch let error as LineFault {
            throw fault(error)
        } catch let error as SourceFault {
            throw error
        } catch {
            throw SourceFault(line: line, sentence: "\(error)")
        }
        return SourceNode(value, line: line)
    }
}

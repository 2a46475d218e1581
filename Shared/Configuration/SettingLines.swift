/// Where settings stand in a TOML file's text: the parser tells no places of what it has read.
///
/// For messages only. A setting that is written in a way that is not looked for (in quotes, in an inline table) has no
/// line; what looks like one inside of a text of several lines may be taken for it.
struct SettingLines {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// From 1: of a key in a table (`` at the top, `bus`, `gates[2]`); of the table itself when there is no key, or
    /// when it is not found.
    func line(of key: String?, in place: String) -> Int? {
        var here = ""
        var counts: [Substring: Int] = [:]
        var header: Int?
        for (index, line) in lines.enumerated() {
            let text = line.drop(while: \.isWhitespace)
            if text.hasPrefix("[[") {
                let name = text.dropFirst(2).prefix { $0 != "]" }
                counts[name, default: 0] += 1
                here = "\(name)[\(counts[name, default: 0])]"
            } else if text.hasPrefix("[") {
                here = String(text.dropFirst().prefix { $0 != "]" })
            } else if let key, Self.keys(of: text, in: here).contains(where: { $0 == (place, key) }) {
                return index + 1
            }
            guard text.hasPrefix("[") else { continue }
            if here == place || (place.isEmpty && here.prefix { $0 != "[" && $0 != "." } == key ?? "") {
                header = header ?? index + 1
            }
        }
        return header
    }

    /// The settings that a line may be: `listen` of `bus`, and `bus.listen` at the top is that too, and something of
    /// `bus` as well.
    private static func keys(of line: Substring, in here: String) -> [(String, String)] {
        guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { return [] }
        let name = String(line[..<equals].filter { !$0.isWhitespace })
        guard let dot = name.lastIndex(of: ".") else { return [(here, name)] }
        let table = String(name[..<dot])
        return [
            (here.isEmpty ? table : "\(here).\(table)", String(name[name.index(after: dot)...])), (here, table),
        ]
    }
}

/// Puts variables in place of texts, and knows which were used.
struct Concealing {
    /// The longest first: a part of one never takes its place.
    private let values: [(text: [UInt8], name: String)]
    /// Names of variables that stand for a text, with it.
    private(set) var used: [String: String] = [:]
    /// Names that stood in a text before.
    private(set) var found: Set<String> = []

    init(_ names: [String: String]) {
        values = names.map { (Array($0.key.utf8), $0.value) }
            .sorted { ($1.text.count, $0.name) < ($0.text.count, $1.name) }
    }

    /// Whole words only; `{{name}}` stays, and what was put in is not looked at again.
    mutating func conceal(_ text: String) -> String {
        let names = Braces.names(in: text)
        found.formUnion(names)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if let end = Self.braces(in: bytes, at: at, names) {
                result += bytes[at..<end]
                at = end
            } else if let (value, name) = values.first(where: { Self.stands($0.text, in: bytes, at: at) }) {
                used[name] = String(decoding: value, as: UTF8.self)
                result += Array("{{\(name)}}".utf8)
                at += value.count
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func braces(in bytes: [UInt8], at: Int, _ names: [String]) -> Int? {
        guard bytes[at] == UInt8(ascii: "{") else { return nil }
        for name in names where bytes[at...].starts(with: Array("{{\(name)}}".utf8)) { return at + name.utf8.count + 4 }
        return nil
    }

    private static func stands(_ value: [UInt8], in bytes: [UInt8], at: Int) -> Bool {
        let end = at + value.count
        guard end <= bytes.count, bytes[at] == value.first, bytes[at..<end].elementsEqual(value) else { return false }
        let begins = at == 0 || !isOfWord(bytes[at - 1]) || !isOfWord(bytes[at])
        return begins && (end == bytes.count || !isOfWord(bytes[end]) || !isOfWord(bytes[end - 1]))
    }

    /// Letters beyond ASCII too: their bytes never are signs between words.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

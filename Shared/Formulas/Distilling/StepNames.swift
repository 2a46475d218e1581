/// Ids of steps, made of titles: short, readable, each once.
struct StepNames {
    static let lengthMax = 40
    private var taken: Set<String> = []

    /// The same titles in the same order give the same ids.
    mutating func name(for title: String, ending: String = "") -> String {
        var slug = Self.slug(title)
        if slug.isEmpty { slug = "step" }
        let base = slug + ending
        var id = base
        var number = 2
        while !taken.insert(id).inserted {
            id = "\(base)-\(number)"
            number += 1
        }
        return id
    }

    /// Words of ASCII letters and digits, with `-` between them.
    static func slug(_ title: String) -> String {
        var slug: [UInt8] = []
        for byte in title.lowercased().utf8 {
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if isPlain {
                slug.append(byte)
            } else if let last = slug.last, last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        slug = Array(slug.prefix(lengthMax))
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return String(decoding: slug, as: UTF8.self)
    }
}

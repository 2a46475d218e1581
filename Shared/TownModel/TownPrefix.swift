/// What the ids of a town's own beads start with: `hq`, unless its settings say otherwise.
package struct TownPrefix: TextID {
    package let text: String

    package static let standard = TownPrefix(checked: "hq")
    /// Room for `-`, the rest of an id and the numbers of children.
    package static let bytesMax = 40

    /// A lower-case letter, then letters, digits and single hyphens between them.
    package init?(_ text: String) {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        let areWords = words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
        guard areWords, text.first?.isLetter == true, text.utf8.count <= Self.bytesMax else { return nil }
        self.text = text
    }

    private init(checked text: String) { self.text = text }

    /// The nearest to a name that somebody chose for something else, e.g. a directory's; the standard one when nothing
    /// of it can be used.
    package static func near(_ name: String) -> TownPrefix {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = words.joined(separator: "-").drop { !$0.isLetter }
        var kept = text.prefix(bytesMax)
        while kept.last == "-" { kept.removeLast() }
        return TownPrefix(String(kept)) ?? standard
    }
}

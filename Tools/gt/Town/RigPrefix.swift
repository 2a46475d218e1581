import TownModel

/// What a rig's bead ids start with.
enum RigPrefix {
    static let lengthMax = 8

    static func isValid(_ text: String) -> Bool {
        text.utf8.count <= lengthMax && RigName(text) != nil && !text.contains("-") && !text.contains("_")
    }

    /// The initials of a name of several words, else its first letters: as few (two at least) as are free.
    static func proposed(for name: RigName, taken: Set<String>) -> String? {
        let words = name.text.split { $0 == "-" || $0 == "_" }
        let initials = String(words.compactMap(\.first))
        let letters = words.joined()
        let beginnings = (2...lengthMax).map { String(letters.prefix($0)) }
        return ((words.count > 1 ? [initials] : []) + beginnings).first { isValid($0) && !taken.contains($0) }
    }
}

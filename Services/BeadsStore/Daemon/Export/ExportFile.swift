/// Which lines a home's file has, in their order: where each lies follows from the lengths before it.
struct ExportFile {
    struct Entry: Hashable {
        var id: String
        /// With the newline.
        var length: Int
    }

    /// What one writing changed.
    struct Changes: Hashable {
        var added = 0
        var changed = 0
        var removed = 0

        var isEmpty: Bool { added == 0 && changed == 0 && removed == 0 }

        static func + (one: Changes, other: Changes) -> Changes {
            Changes(
                added: one.added + other.added, changed: one.changed + other.changed,
                removed: one.removed + other.removed)
        }
    }

    private(set) var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// A file is made of its lines one after the other, sorted by id.
    mutating func append(_ id: String, length: Int) {
        if length > 0 { entries.append(Entry(id: id, length: length)) }
    }

    mutating func append(_ stretch: ArraySlice<Entry>) { entries += stretch }

    /// Where an id's line is, or would be, among those from `start` on.
    func place(of id: String, from start: Int) -> (place: Int, isThere: Bool) {
        var (low, high) = (start, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(entries[middle].id, id) { low = middle + 1 } else { high = middle }
        }
        return (low, low < entries.count && entries[low].id.utf8.elementsEqual(id.utf8))
    }

    /// Byte for byte, as the ledger sorts ids.
    static func precedes(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
}

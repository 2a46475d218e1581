/// An array of a line that is meant as a set: what either side added is in it, what either removed is not.
struct BeadSet {
    enum Identity {
        /// The whole value: labels.
        case value
        /// From, to and type: the rest of an edge is about it.
        case edge
        /// Author, moment and text: numbers are given anew by every import.
        case comment
    }

    private struct Entry {
        var key: ExactText
        var sort: ExactText
        var value: ArraySlice<UInt8>

        init(_ key: String, sort: String, _ value: ArraySlice<UInt8>) {
            self.key = ExactText(key)
            self.sort = ExactText(sort)
            self.value = value
        }
    }

    private let identity: Identity

    init(_ identity: Identity) { self.identity = identity }

    /// What became of two arrays.
    struct Merged {
        /// nil when nothing is left.
        var array: [UInt8]?
        /// Edges that both sides changed: what does not stand.
        var lost: [ArraySlice<UInt8>] = []
    }

    /// Each a JSON array, nil where there is none. Of an entry that both have, what one side changed about it stands; the
    /// first side's if both did, and of equals (`isTied`) the greater bytes.
    func merged(
        _ one: ArraySlice<UInt8>?, _ other: ArraySlice<UInt8>?, _ base: ArraySlice<UInt8>?, isTied: Bool
    ) -> Merged {
        func values(_ entries: [Entry]) -> [ExactText: ArraySlice<UInt8>] {
            Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        let (mine, theirs) = (entries(one), entries(other))
        let (mineByKey, theirsByKey, before) = (values(mine), values(theirs), values(entries(base)))
        var kept: [Entry] = []
        var lost: [ArraySlice<UInt8>] = []
        for var entry in mine {
            if let value = theirsByKey[entry.key] {
                // Left alone here: what the other side says about it stands.
                if entry.value == before[entry.key] {
                    entry.value = value
                } else if entry.value != value, value != before[entry.key] {
                    let isLess = isTied && entry.value.lexicographicallyPrecedes(value)
                    // Of labels nothing can differ, of comments numbers only.
                    if identity == .edge { lost.append(isLess ? entry.value : value) }
                    if isLess { entry.value = value }
                }
            } else if before[entry.key] != nil {
                continue
            }
            kept.append(entry)
        }
        for entry in theirs where mineByKey[entry.key] == nil && before[entry.key] == nil { kept.append(entry) }
        guard !kept.isEmpty else { return Merged(array: nil, lost: lost) }
        kept.sort { ($0.sort, $0.key) < ($1.sort, $1.key) }
        let array = Array(kept.map(\.value).joined(separator: [UInt8(ascii: ",")]))
        return Merged(array: [UInt8(ascii: "[")] + array + [UInt8(ascii: "]")], lost: lost)
    }

    /// Labels are in the order of their text, edges and comments in that of their moment, as the reference writes them.
    private func entries(_ array: ArraySlice<UInt8>?) -> [Entry] {
        guard let array, array.first == UInt8(ascii: "[") else { return [] }
        var scanner = JSONScanner(array)
        do {
            return try scanner.elements(depth: 1).map { place -> Entry in
                let value = array[place]
                let whole = String(decoding: value, as: UTF8.self)
                switch identity {
                case .value: return Entry(whole, sort: JSONString.decoded(value) ?? whole, value)
                case .edge:
                    guard let edge = EdgeEntry(value) else { return Entry(whole, sort: "", value) }
                    return Entry(
                        "\(edge.from)\u{0}\(edge.to)\u{0}\(edge.type)", sort: edge.createdAt ?? "", value)
                case .comment:
                    guard let comment = CommentEntry(value) else { return Entry(whole, sort: "", value) }
                    let moment = comment.createdAt ?? ""
                    return Entry("\(comment.author)\u{0}\(moment)\u{0}\(comment.text)", sort: moment, value)
                }
            }
        } catch {
            preconditionFailure("a value that was read before can't be read: \(error)")
        }
    }
}

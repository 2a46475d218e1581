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

    /// Each a JSON array, nil where there is none. Of an entry that both have, what one side changed about it stands, the
    /// first side's if both did. nil when nothing is left.
    func merged(
        _ one: ArraySlice<UInt8>?, _ other: ArraySlice<UInt8>?, _ base: ArraySlice<UInt8>?
    ) -> [UInt8]? {
        func values(_ entries: [Entry]) -> [ExactText: ArraySlice<UInt8>] {
            Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        let (mine, theirs) = (entries(one), entries(other))
        let (mineByKey, theirsByKey, before) = (values(mine), values(theirs), values(entries(base)))
        var kept: [Entry] = []
        for var entry in mine {
            if let value = theirsByKey[entry.key] {
                // Left alone here: what the other side says about it stands.
                if entry.value == before[entry.key] { entry.value = value }
            } else if before[entry.key] != nil {
                continue
            }
            kept.append(entry)
        }
        for entry in theirs where mineByKey[entry.key] == nil && before[entry.key] == nil { kept.append(entry) }
        guard !kept.isEmpty else { return nil }
        kept.sort { ($0.sort, $0.key) < ($1.sort, $1.key) }
        return [UInt8(ascii: "[")] + Array(kept.map(\.value).joined(separator: [UInt8(ascii: ",")])) + [
            UInt8(ascii: "]")
        ]
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

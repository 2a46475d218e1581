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

    private let identity: Identity

    init(_ identity: Identity) { self.identity = identity }

    /// Each a JSON array, nil where there is none. Of an entry that both have, the first side's stands. nil when nothing
    /// is left.
    func merged(
        _ one: ArraySlice<UInt8>?, _ other: ArraySlice<UInt8>?, _ base: ArraySlice<UInt8>?
    ) -> [UInt8]? {
        let (mine, theirs, before) = (entries(one), entries(other), Set(entries(base).map(\.key)))
        let (mineKeys, theirKeys) = (Set(mine.map(\.key)), Set(theirs.map(\.key)))
        var kept: [(key: String, sort: String, value: ArraySlice<UInt8>)] = []
        for entry in mine where theirKeys.contains(entry.key) || !before.contains(entry.key) { kept.append(entry) }
        for entry in theirs where !mineKeys.contains(entry.key) && !before.contains(entry.key) { kept.append(entry) }
        guard !kept.isEmpty else { return nil }
        kept.sort { ($0.sort, $0.key) < ($1.sort, $1.key) }
        return [UInt8(ascii: "[")] + Array(kept.map(\.value).joined(separator: [UInt8(ascii: ",")])) + [
            UInt8(ascii: "]")
        ]
    }

    /// Labels are in the order of their text, edges and comments in that of their moment, as the reference writes them.
    private func entries(_ array: ArraySlice<UInt8>?) -> [(key: String, sort: String, value: ArraySlice<UInt8>)] {
        guard let array, array.first == UInt8(ascii: "[") else { return [] }
        var scanner = JSONScanner(array)
        do {
            return try scanner.elements(depth: 1).map { place in
                let value = array[place]
                let whole = String(decoding: value, as: UTF8.self)
                switch identity {
                case .value: return (whole, JSONString.decoded(value) ?? whole, value)
                case .edge:
                    guard let edge = BeadEdge(value) else { return (whole, "", value) }
                    return ("\(edge.from)\u{0}\(edge.to)\u{0}\(edge.type)", edge.createdAt ?? "", value)
                case .comment:
                    guard let comment = BeadComment(value) else { return (whole, "", value) }
                    let moment = comment.createdAt ?? ""
                    return ("\(comment.author)\u{0}\(moment)\u{0}\(comment.text)", moment, value)
                }
            }
        } catch {
            preconditionFailure("a value that was read before can't be read: \(error)")
        }
    }
}

/// One line of a Beads file, as a bead that remembers how it was written.
///
/// Nobody changed it: `bytes` are the very bytes that came in, with their escapes, spaces and order. Changed: the
/// reference's canonical order and compact, with every value that was not touched still as it was written, numbers and
/// timestamps too, and unknown keys behind the known key that they followed.
package struct BeadLine: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        var key: String
        /// A whole JSON value.
        var value: ArraySlice<UInt8>

        func isCalled(_ name: String) -> Bool { ExactText(key) == ExactText(name) }
    }

    /// In the order in which they stand, new ones last. A key that came twice is there twice; the last one counts, as in
    /// the reference.
    private(set) var members: [Member]
    /// nil once something was changed.
    private var original: ArraySlice<UInt8>?

    /// A bead that was never in a file.
    package init(id: String) {
        members = [Member(key: BeadKey.id.rawValue, value: JSONString.encoded(id)[...])]
        original = nil
    }

    /// `line`: without its newline. Throws why it is no bead.
    package init(_ line: ArraySlice<UInt8>) throws(LineFault) {
        try self.init(members: line)
        guard let id = text(.id), !id.isEmpty else { throw .noID }
    }

    /// Any JSON object, with an id or without.
    package init(members line: ArraySlice<UInt8>) throws(LineFault) {
        guard line.count <= BeadsLimits.lineBytesMax else { throw .tooLong(bytes: line.count) }
        guard String(validating: line, as: UTF8.self) != nil else { throw .notUTF8 }
        var scanner = JSONScanner(line)
        scanner.skipWhite()
        let found = try scanner.members(depth: 1)
        scanner.skipWhite()
        guard scanner.isAtEnd else {
            throw .syntax(at: scanner.at - line.startIndex, "something follows the object")
        }
        members = found.map { Member(key: JSONString.decoded(line[$0.key]) ?? "", value: line[$0.value]) }
        original = line
    }

    package var isChanged: Bool { original == nil }

    /// The line as it is written, without a newline.
    package var bytes: [UInt8] { original.map(Array.init) ?? canonical }

    /// The value as it is written; nil when the key is not there.
    package func raw(_ key: String) -> ArraySlice<UInt8>? { members.last { $0.isCalled(key) }?.value }

    /// Replaces a value; nil takes the key away. The same bytes again are no change. `value` must be one JSON value.
    package mutating func set(_ key: String, raw value: [UInt8]?) {
        guard raw(key).map(Array.init) != value else { return }
        original = nil
        guard let value else { return members.removeAll { $0.isCalled(key) } }
        if let place = members.lastIndex(where: { $0.isCalled(key) }) {
            members[place].value = value[...]
        } else {
            members.append(Member(key: key, value: value[...]))
        }
    }

    /// Takes another line's value, or its lack of one. An unknown key that is new here gets the place that it has there:
    /// behind the same known key.
    mutating func take(_ key: String, from other: BeadLine) {
        let isNew = raw(key) == nil
        set(key, raw: other.raw(key).map(Array.init))
        guard isNew, BeadKey.ranks[key] == nil, let member = members.last, member.isCalled(key),
            let there = other.members.lastIndex(where: { $0.isCalled(key) })
        else { return }
        let anchor = other.members[..<there].last { BeadKey.ranks[$0.key] != nil }
        guard let anchor, let here = members.lastIndex(where: { $0.key == anchor.key }) else { return }
        members.removeLast()
        members.insert(member, at: here + 1)
    }

    /// Keys in the order of their last occurrence, each once.
    package var keys: [String] { last.map(\.key) }

    private var last: [Member] {
        var seen: Set<ExactText> = []
        return members.reversed().filter { seen.insert(ExactText($0.key)).inserted }.reversed()
    }

    private var canonical: [UInt8] {
        // Unknown keys stay behind the known one that they followed; those before any known key stay in front.
        var anchor = -1
        let placed = last.enumerated().map {
            place, member -> (rank: Int, isUnknown: Bool, place: Int, member: Member) in
            let rank = BeadKey.ranks[member.key]
            if let rank { anchor = rank }
            return (rank ?? anchor, rank == nil, place, member)
        }
        let ordered = placed.sorted { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.isUnknown != right.isUnknown { return right.isUnknown }
            return left.place < right.place
        }
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (_, _, _, member) in ordered {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += JSONString.encoded(member.key)
            bytes.append(UInt8(ascii: ":"))
            bytes += Self.compact(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Without the white space between tokens.
    private static func compact(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count)
        var isInString = false
        var isEscaped = false
        for byte in value {
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                continue
            } else {
                isInString = byte == UInt8(ascii: "\"")
            }
            bytes.append(byte)
        }
        return bytes
    }
}

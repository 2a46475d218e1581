package import TownModel

/// What the town reads and writes of a line. A value that means the same as the one that is there is no change: its
/// bytes stay.
extension BeadLine {
    package var id: String { text(.id) ?? "" }

    /// nil when it is not there, or no text.
    package func text(_ key: BeadKey) -> String? { raw(key.rawValue).flatMap(JSONString.decoded) }

    /// nil and the empty text take the key away, as the reference does; the id and the title stay.
    package mutating func set(_ key: BeadKey, text: String?) {
        guard text.map(ExactText.init) != self.text(key).map(ExactText.init) else { return }
        let isAlwaysThere = key == .id || key == .title
        guard let text, !text.isEmpty || isAlwaysThere else { return set(key.rawValue, raw: nil) }
        set(key.rawValue, raw: JSONString.encoded(text))
    }

    /// nil when it is not there, or no whole number that fits.
    package func number(_ key: BeadKey) -> Int64? {
        raw(key.rawValue).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    package mutating func set(_ key: BeadKey, number: Int64?) {
        guard number != self.number(key) else { return }
        set(key.rawValue, raw: number.map { Array(String($0).utf8) })
    }

    /// False when it is not there.
    package func flag(_ key: BeadKey) -> Bool { raw(key.rawValue).map { $0.elementsEqual("true".utf8) } ?? false }

    package mutating func set(_ key: BeadKey, flag: Bool) {
        guard flag != self.flag(key) else { return }
        set(key.rawValue, raw: flag ? Array("true".utf8) : nil)
    }

    /// Whole milliseconds of it; nil when it is not there, or no RFC 3339.
    package func time(_ key: BeadKey) -> Timestamp? { text(key).flatMap { Timestamp($0) } }

    /// The same millisecond keeps the text that is there, with its own zone and digits.
    package mutating func set(_ key: BeadKey, time: Timestamp?) {
        guard time != self.time(key) else { return }
        set(key, text: time?.description)
    }

    /// The texts of an array; what is no text in it is left out.
    package func texts(_ key: BeadKey) -> [String] { elements(of: key).compactMap(JSONString.decoded) }

    package mutating func set(_ key: BeadKey, texts: [String]) {
        guard texts.map(ExactText.init) != self.texts(key).map(ExactText.init) else { return }
        guard !texts.isEmpty else { return set(key.rawValue, raw: nil) }
        let list = texts.map { String(decoding: JSONString.encoded($0), as: UTF8.self) }.joined(separator: ",")
        set(key.rawValue, raw: Array("[\(list)]".utf8))
    }

    /// What the bead depends on, or refers to.
    package var edges: [BeadEdge] { elements(of: .dependencies).compactMap(BeadEdge.init) }

    package var comments: [BeadComment] { elements(of: .comments).compactMap(BeadComment.init) }

    private func elements(of key: BeadKey) -> [ArraySlice<UInt8>] {
        guard let value = raw(key.rawValue), value.first == UInt8(ascii: "[") else { return [] }
        var scanner = JSONScanner(value)
        do {
            return try scanner.elements(depth: 1).map { value[$0] }
        } catch {
            preconditionFailure("a value that was read before can't be read: \(error)")
        }
    }
}

/// One entry of `dependencies`: `from` depends on `to`.
package struct BeadEdge: Hashable, Sendable {
    /// The bead that the entry names; other tools have written lines where it is not the line's own.
    package let from: String
    package let to: String
    package let type: String
    /// As written.
    package let createdAt: String?
    package let createdBy: String?
    /// JSON as a text, as the reference keeps it.
    package let metadata: String?

    /// nil for what is no entry: no object, or without an aim.
    init?(_ value: ArraySlice<UInt8>) {
        guard let object = PlainMembers(value), let to = object.text("depends_on_id") else { return nil }
        self.to = to
        from = object.text("issue_id") ?? ""
        type = object.text("type") ?? "blocks"
        createdAt = object.text("created_at")
        createdBy = object.text("created_by")
        metadata = object.text("metadata")
    }

    /// Its aim lies in another repository's ledger.
    package var isExternal: Bool { to.hasPrefix("external:") }
}

/// One entry of `comments`.
package struct BeadComment: Hashable, Sendable {
    /// As written: a number in older files, a text in newer ones.
    package let id: String
    package let author: String
    package let text: String
    package let createdAt: String?

    init?(_ value: ArraySlice<UInt8>) {
        guard let object = PlainMembers(value), let text = object.text("text") else { return nil }
        self.text = text
        id = object.text("id") ?? object.raw("id").map { String(decoding: $0, as: UTF8.self) } ?? ""
        author = object.text("author") ?? ""
        createdAt = object.text("created_at")
    }
}

/// The members of an object inside a line that was read already.
private struct PlainMembers {
    private var members: [String: ArraySlice<UInt8>] = [:]

    init?(_ value: ArraySlice<UInt8>) {
        guard value.first == UInt8(ascii: "{") else { return nil }
        var scanner = JSONScanner(value)
        do {
            for member in try scanner.members(depth: 1) {
                members[JSONString.decoded(value[member.key]) ?? ""] = value[member.value]
            }
        } catch {
            preconditionFailure("a value that was read before can't be read: \(error)")
        }
    }

    func raw(_ key: String) -> ArraySlice<UInt8>? { members[key] }
    func text(_ key: String) -> String? { members[key].flatMap(JSONString.decoded) }
}

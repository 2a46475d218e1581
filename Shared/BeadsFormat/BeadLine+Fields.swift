package import TownModel

/// What the town reads and writes of a line. A value that means the same as the one that is there is no change: its
/// bytes stay.
extension BeadLine {
    package var id: String { text(.id) ?? "" }

    /// nil when it is not there, or no text.
    package func text(_ key: BeadKey) -> String? { raw(key.rawValue).flatMap(JSONString.decoded) }

    /// Of a key that the reference does not know.
    package func text(named key: String) -> String? { raw(key).flatMap(JSONString.decoded) }

    package func isTrue(named key: String) -> Bool { raw(key).map { $0.elementsEqual("true".utf8) } ?? false }

    package mutating func set(named key: String, text: String) { set(key, raw: JSONString.encoded(text)) }

    /// nil and the empty text take the key away, as the reference does; the id and the title stay.
    package mutating func set(_ key: BeadKey, text: String?) {
        guard text.map(ExactText.init) != self.text(key).map(ExactText.init) else { return }
        let isAlwaysThere = key == .id || key == .title
        guard let text, !text.isEmpty || isAlwaysThere else { return set(key.rawValue, raw: nil) }
        set(key.rawValue, raw: JSONString.encoded(text))
    }

    /// nil when it is not there, or no whole number that fits. `2.0` and `2e0` are whole.
    package func number(_ key: BeadKey) -> Int64? { number(named: key.rawValue) }

    package func number(named key: String) -> Int64? {
        guard let text = raw(key).map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
        return Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
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
        set(key, elements: texts.map(JSONString.encoded))
    }

    /// What the bead depends on, or refers to.
    package var edges: [EdgeEntry] { elements(of: .dependencies).compactMap(EdgeEntry.init) }

    /// Takes out the edges that are not to stay and adds new ones at the end; what is no edge stays, and each that stays is
    /// as it was written.
    package mutating func setEdges(keeping isKept: (EdgeEntry) -> Bool, adding new: [EdgeEntry]) {
        let all = elements(of: .dependencies)
        let kept = all.filter { EdgeEntry($0).map(isKept) ?? true }
        guard kept.count != all.count || !new.isEmpty else { return }
        set(.dependencies, elements: kept.map(Array.init) + new.map(\.json))
    }

    package var comments: [CommentEntry] { elements(of: .comments).compactMap(CommentEntry.init) }

    package mutating func add(_ comment: CommentEntry, to bead: String) {
        set(.comments, elements: elements(of: .comments).map(Array.init) + [comment.json(of: bead)])
    }

    private mutating func set(_ key: BeadKey, elements: [[UInt8]]) {
        guard !elements.isEmpty else { return set(key.rawValue, raw: nil) }
        set(
            key.rawValue,
            raw: [UInt8(ascii: "[")] + Array(elements.joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "]")])
    }

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

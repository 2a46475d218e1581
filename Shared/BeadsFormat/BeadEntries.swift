/// One entry of `dependencies`: `from` depends on `to`.
package struct EdgeEntry: Hashable, Sendable {
    /// The bead that the entry names; other tools have written lines where it is not the line's own.
    package let from: String
    package let to: String
    package let type: String
    /// As written.
    package let createdAt: String?
    package let createdBy: String?
    /// JSON as a text, as the reference keeps it.
    package let metadata: String?

    package init(
        from: String, to: String, type: String, createdAt: String?, createdBy: String?, metadata: String? = nil
    ) {
        self.from = from
        self.to = to
        self.type = type
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.metadata = metadata
    }

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

    /// As the reference writes it.
    var json: [UInt8] {
        Self.object([
            ("issue_id", from), ("depends_on_id", to), ("type", type), ("created_at", createdAt),
            ("created_by", createdBy), ("metadata", metadata),
        ])
    }

    static func object(_ members: [(String, String?)], first: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "{")] + first
        for case (let key, let value?) in members {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += JSONString.encoded(key) + [UInt8(ascii: ":")] + JSONString.encoded(value)
        }
        return bytes + [UInt8(ascii: "}")]
    }

    /// A member of its metadata, which is JSON in a text: a text, e.g. the `gate` of a `waits-for`.
    package func metadata(_ key: String) -> String? {
        guard let metadata, let object = PlainMembers(checking: Array(metadata.utf8)[...]) else { return nil }
        return object.text(key)
    }

    /// Its aim lies in another repository's ledger.
    package var isExternal: Bool { to.hasPrefix("external:") }
}

/// One entry of `comments`.
package struct CommentEntry: Hashable, Sendable {
    /// As written: a number in older files, a text in newer ones.
    package let id: String
    package let author: String
    package let text: String
    package let createdAt: String?

    package init(id: String, author: String, text: String, createdAt: String) {
        self.id = id
        self.author = author
        self.text = text
        self.createdAt = createdAt
    }

    /// As the reference writes it; the id is a number there.
    func json(of bead: String) -> [UInt8] {
        EdgeEntry.object(
            [("issue_id", bead), ("author", author), ("text", text), ("created_at", createdAt)],
            first: Array("\"id\":\(Int64(id) ?? 0)".utf8))
    }

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

    /// Of a text that nobody has looked at yet; nil for what is no JSON object.
    init?(checking text: ArraySlice<UInt8>) {
        var scanner = JSONScanner(text)
        scanner.skipWhite()
        // What is no JSON has no members: there is nothing to say about it here.
        guard text.first == UInt8(ascii: "{"), let found = try? scanner.members(depth: 1) else { return nil }
        for member in found { members[JSONString.decoded(text[member.key]) ?? ""] = text[member.value] }
    }

    func raw(_ key: String) -> ArraySlice<UInt8>? { members[key] }
    func text(_ key: String) -> String? { members[key].flatMap(JSONString.decoded) }
}

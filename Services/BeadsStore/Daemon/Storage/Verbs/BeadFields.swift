internal import TownModel
internal import Wire

/// The part of an event that says what changed on a bead, field by field.
enum BeadFields {
    static func changes(from old: Bead?, to new: Bead) -> [String: FieldChange] {
        var fields: [String: FieldChange] = [:]
        func compare<Value: Equatable & Encodable>(_ name: String, _ field: KeyPath<Bead, Value>) {
            let before = old.map { $0[keyPath: field] }
            let after = new[keyPath: field]
            guard before != after else { return }
            fields[name] = FieldChange(old: before.map { text($0) } ?? nil, new: text(after))
        }
        compare("title", \.title)
        compare("description", \.description)
        compare("status", \.status)
        compare("priority", \.priority)
        compare("type", \.type)
        compare("assignee", \.assignee)
        compare("labels", \.labels)
        compare("closed_at", \.closedAt)
        compare("close_reason", \.closeReason)
        compare("outcome", \.outcome)
        compare("defer_until", \.deferUntil)
        compare("pinned", \.pinned)
        compare("parent", \.parent)
        compare("disposition", \.disposition)
        return fields.filter { $0.value.old != nil || $0.value.new != nil }
    }

    private static func text(_ value: some Encodable) -> String? {
        let json = JSONText.text(value)
        guard json != "null" else { return nil }
        guard json.utf8.count > BeadLimits.fieldBytesMax else { return json }
        return JSONText.text(LongField(length: json.utf8.count, hash: SHA256.hex(json)))
    }

    private struct LongField: Encodable {
        var length: Int
        var hash: String
    }
}

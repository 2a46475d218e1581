internal import Hashing
internal import TownModel
internal import Wire

/// The part of an event that says what changed on a bead, field by field.
enum BeadFields {
    static func changes(from old: Bead?, to new: Bead) -> [String: FieldChange] {
        // A new bead has most of them, a change one or two.
        var fields: [String: FieldChange] = old == nil ? Dictionary(minimumCapacity: 12) : [:]
        // `json`: nil for a value that is not there.
        func compare<Value: Equatable>(_ name: String, _ field: KeyPath<Bead, Value>, _ json: (Value) -> String?) {
            let before = old.map { $0[keyPath: field] }
            let after = new[keyPath: field]
            guard before != after else { return }
            let change = FieldChange(old: before.flatMap(json).map(bounded), new: json(after).map(bounded))
            if change.old != nil || change.new != nil { fields[name] = change }
        }
        compare("title", \.title, JSONText.quoted)
        compare("description", \.description, JSONText.quoted)
        compare("status", \.status) { JSONText.quoted($0.rawValue) }
        compare("priority", \.priority) { String($0.rawValue) }
        compare("type", \.type) { JSONText.quoted($0.rawValue) }
        compare("assignee", \.assignee) { $0.map(JSONText.quoted) }
        compare("labels", \.labels) { "[\($0.map(JSONText.quoted).joined(separator: ","))]" }
        compare("closed_at", \.closedAt) { $0.map { JSONText.quoted($0.description) } }
        compare("close_reason", \.closeReason) { $0.map(JSONText.quoted) }
        compare("outcome", \.outcome) { $0.map { JSONText.quoted($0.rawValue) } }
        compare("defer_until", \.deferUntil) { $0.map { JSONText.quoted($0.description) } }
        compare("pinned", \.pinned) { $0 ? "true" : "false" }
        compare("parent", \.parent) { $0.map { JSONText.quoted($0.text) } }
        compare("disposition", \.disposition) { JSONText.quoted($0.rawValue) }
        return fields
    }

    static func bounded(_ json: String) -> String {
        guard json.utf8.count > BeadLimits.fieldBytesMax else { return json }
        return JSONText.text(LongField(length: json.utf8.count, hash: SHA256.hex(json)))
    }

    private struct LongField: Encodable {
        var length: Int
        var hash: String
    }
}

internal import BeadsFormat
internal import TownModel
internal import Wire

/// Fields that are no columns: what may be written into a bead's line by hand, and what it must look like.
enum FieldRules {
    private enum Kind {
        case text, whole, moment, texts, anything
    }

    private static let kinds: [BeadKey: Kind] = {
        let texts: [BeadKey] = [
            .design, .acceptanceCriteria, .notes, .specID, .owner, .externalRef, .sourceSystem, .sender, .roleType,
            .molType, .workType, .eventKind, .actor, .target, .payload, .agentState, .hookBead, .roleBead, .awaitID,
            .holder,
        ]
        var kinds = Dictionary(uniqueKeysWithValues: texts.map { ($0, Kind.text) })
        kinds[.estimatedMinutes] = .whole
        kinds[.dueAt] = .moment
        kinds[.waiters] = .texts
        kinds[.metadata] = .anything
        return kinds
    }()

    /// Changes the line, and says what changed. `null` and the empty text take a field away.
    static func apply(
        _ fields: [String: String], to line: inout BeadLine
    ) throws(LedgerError) -> [String: FieldChange] {
        var changes: [String: FieldChange] = [:]
        for (name, json) in fields.sorted(by: { $0.key < $1.key }) {
            guard let key = BeadKey(rawValue: name), let kind = kinds[key] else {
                let known = kinds.keys.map(\.rawValue).sorted().joined(separator: ", ")
                throw .refuse(
                    .invalid, "no field \(name) can be written this way", about: name, hint: "fields: \(known)")
            }
            let value = try checked(json, kind, name)
            let old = line.raw(name).map { String(decoding: $0, as: UTF8.self) }
            line.set(name, raw: value)
            let new = line.raw(name).map { String(decoding: $0, as: UTF8.self) }
            if old != new {
                changes[name] = FieldChange(old: old.map(BeadFields.bounded), new: new.map(BeadFields.bounded))
            }
        }
        return changes
    }

    /// The value as it is written; nil takes the field away.
    private static func checked(_ json: String, _ kind: Kind, _ name: String) throws(LedgerError) -> [UInt8]? {
        guard json.utf8.count <= BeadLimits.textBytesMax else {
            throw .refuse(.tooLarge, "\(name) is over \(BeadLimits.textBytesMax) bytes", about: name)
        }
        let object: BeadLine
        do {
            object = try BeadLine(members: Array("{\"value\":\(json)}".utf8)[...])
        } catch {
            throw .refuse(.invalid, "the value of \(name) is no JSON: \(error)", about: name)
        }
        guard object.keys == ["value"], let raw = object.raw("value") else {
            throw .refuse(.invalid, "the value of \(name) is no one JSON value", about: name)
        }
        if raw.elementsEqual("null".utf8) || raw.elementsEqual("\"\"".utf8) || raw.elementsEqual("[]".utf8) {
            return nil
        }
        guard fits(object, kind) else {
            throw .refuse(.invalid, "\(name) can't be \(json.prefix(80))", about: name, hint: hint(kind))
        }
        return Array(raw)
    }

    private static func fits(_ object: BeadLine, _ kind: Kind) -> Bool {
        switch kind {
        case .text: object.text(named: "value") != nil
        case .whole: (object.number(named: "value") ?? -1) >= 0
        case .moment: object.text(named: "value").flatMap { Timestamp($0) } != nil
        case .texts: object.raw("value")?.first == UInt8(ascii: "[")
        case .anything: true
        }
    }

    private static func hint(_ kind: Kind) -> String {
        switch kind {
        case .text: "a text"
        case .whole: "a whole number from 0"
        case .moment: "a moment, as in 2026-01-31T09:00:00Z"
        case .texts: "a list of texts"
        case .anything: "any JSON"
        }
    }
}

extension Transaction {
    /// Writes fields into the bead's line; what changed is for its event.
    func write(_ fields: [String: String]?, into id: BeadID) throws(LedgerError) -> [String: FieldChange] {
        guard let fields, !fields.isEmpty else { return [:] }
        var line = try storedLine(of: id)
        let changes = try FieldRules.apply(fields, to: &line)
        if !changes.isEmpty { try store(line, of: id) }
        return changes
    }
}

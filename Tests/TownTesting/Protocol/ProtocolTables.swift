import TownModel
import Wire

/// The parts of docs/protocol.md that are made from the code, each by the name of its place there.
package struct ProtocolTables {
    private let schema: WireSchema

    package init(_ schema: WireSchema) { self.schema = schema }

    package var all: [(place: String, text: String)] {
        [
            ("request headers", fields(of: "RequestHeaders")), ("answer headers", fields(of: "AnswerHeaders")),
            ("commands", verbs(.command)), ("queries", verbs(.query)), ("signals", verbs(.signal)),
            ("envelope", fields(of: "CloudEvent")), ("events", events), ("types", types),
        ]
    }

    private func verbs(_ kind: WireVerb.Kind) -> String {
        let rows = WireVerb.all.filter { $0.kind == kind }.sorted { $0.verb < $1.verb }.map { verb in
            var row = ["`\(verb.verb)`"]
            if kind == .command { row.append(VerbGroup(of: verb.verb)?.rawValue ?? "") }
            row.append(schema.comments.brief(verb.typeName) ?? "")
            row.append(list(schema.definitions[verb.typeName]?.fields ?? []))
            if let reply = verb.replyName { row.append(list(schema.definitions[reply]?.fields ?? [])) }
            return row
        }
        let heads =
            switch kind {
            case .command: ["verb", "group", "what it does", "body", "reply"]
            case .query: ["verb", "what it answers", "body", "reply"]
            case .signal: ["verb", "what it says", "body"]
            }
        return Self.table(heads, rows)
    }

    private var events: String {
        let data = schema.definitions["EventData"]?.fields ?? []
        let rows = EventKind.allCases.map { kind in
            let facts = kind.facts
            let members = data.filter { (facts.always + facts.sometimes).contains($0.name) }.map {
                Definition.Field($0.name, $0.shape, isRequired: facts.always.contains($0.name))
            }
            return ["`\(kind.rawValue)`", facts.sentence, facts.subject, list(members)]
        }
        return Self.table(["kind", "what has happened", "subject", "data"], rows)
    }

    /// What the tables above name.
    private var types: String {
        let tops = Set(WireVerb.all.flatMap { [$0.typeName] + ($0.replyName.map { [$0] } ?? []) })
        let shown = tops.union(["RequestHeaders", "AnswerHeaders", "CloudEvent", "EventData"])
        let nested = Set(WireVerb.all.flatMap { named(in: $0.typeName) + ($0.replyName.map(named) ?? []) })
        let rows = schema.definitions.keys.sorted().filter { !shown.contains($0) || nested.contains($0) }.map { name in
            let definition = schema.definitions[name]
            let said = [schema.comments.brief(name), definition?.note].compactMap(\.self).joined(separator: " ")
            return ["`\(name)`", said, content(of: name)]
        }
        return Self.table(["type", "what it is", "in JSON"], rows)
    }

    /// Types that the fields of this one are of.
    private func named(in name: String) -> [String] {
        func names(_ shape: Shape) -> [String] {
            switch shape {
            case .boolean, .integer, .number, .text: []
            case .list(let inner), .map(let inner): names(inner)
            case .fields(let fields): fields.flatMap { names($0.shape) }
            case .named(let name): [name]
            }
        }
        return (schema.definitions[name]?.fields ?? []).flatMap { names($0.shape) }
    }

    private func content(of name: String) -> String {
        switch schema.definitions[name]?.content {
        case .object(let fields): list(fields)
        case .choice(let fields): "one of " + list(fields)
        case .words(let words): words.map { "`\($0)`" }.joined(separator: " ")
        case .text(let pattern): pattern.map { "text `\($0.replacing("|", with: "\\|"))`" } ?? "text"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case nil: ""
        }
    }

    private func fields(of name: String) -> String {
        let rows = (schema.definitions[name]?.fields ?? []).map { field in
            [
                "`\(field.name)`\(field.isRequired ? "" : "?")", Self.name(of: field.shape),
                schema.comments["\(name).\(field.name)"] ?? "",
            ]
        }
        return Self.table(["key", "type", "what it says"], rows)
    }

    private func list(_ fields: [Definition.Field]) -> String {
        fields.isEmpty
            ? "`{}`"
            : fields.map { "`\($0.name)`\($0.isRequired ? "" : "?") \(Self.name(of: $0.shape))" }.joined(
                separator: ", ")
    }

    private static func name(of shape: Shape) -> String {
        switch shape {
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .text: "text"
        case .list(let item): "[\(name(of: item))]"
        case .map(let value): "{name: \(name(of: value))}"
        case .fields(let fields): "{" + fields.map { "\($0.name): \(name(of: $0.shape))" }.joined(separator: ", ") + "}"
        case .named(let name): name
        }
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> String {
        ([heads, heads.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }
}

/// A page in which some places are made by a program: between `<!-- made: NAME -->` and `<!-- end: NAME -->`.
package struct MadePage {
    package private(set) var text: String

    package init(_ text: String) { self.text = text }

    /// nil when the place is not there.
    package func made(_ place: String) -> String? {
        bounds(of: place).map { text[$0].trimmingNewlines }
    }

    /// False when the place is not there.
    package mutating func put(_ made: String, at place: String) -> Bool {
        guard let bounds = bounds(of: place) else { return false }
        text.replaceSubrange(bounds, with: "\n\n\(made)\n\n")
        return true
    }

    private func bounds(of place: String) -> Range<String.Index>? {
        guard let start = text.firstRange(of: "<!-- made: \(place) -->")?.upperBound,
            let end = text[start...].firstRange(of: "<!-- end: \(place) -->")?.lowerBound
        else { return nil }
        return start..<end
    }
}

extension Substring {
    fileprivate var trimmingNewlines: String {
        String(drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
    }
}

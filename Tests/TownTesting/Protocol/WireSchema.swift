package import Wire

/// Everything that travels, as one book of shapes, and as JSON Schemas of it.
package struct WireSchema: Sendable {
    package let definitions: [String: Definition]
    package let comments: SourceComments

    private static let made = Result { try WireSchema() }

    /// Made once: the sources are read for it.
    package static func current() throws -> WireSchema { try made.get() }

    private init() throws {
        let recorder = ShapeRecorder()
        for verb in WireVerb.all { try verb.record(recorder) }
        _ = try recorder.read(RequestHeaders.self)
        _ = try recorder.read(AnswerHeaders.self)
        _ = try recorder.read(WireError.self)
        _ = try recorder.read(CloudEvent.self)
        definitions = recorder.definitions
        comments = try SourceComments()
    }

    private static let dialect = JSONMember("$schema", .text("https://json-schema.org/draft/2020-12/schema"))

    /// Every event: the envelope, and for each kind what its data holds.
    package var events: JSONTree {
        let data = definitions["EventData"]?.fields ?? []
        let kinds = EventKind.allCases.map { kind in
            let facts = kind.facts
            let members = data.filter { facts.always.contains($0.name) || facts.sometimes.contains($0.name) }.map {
                Definition.Field($0.name, $0.shape, isRequired: facts.always.contains($0.name))
            }
            return JSONMember(
                kind.rawValue,
                .object([
                    JSONMember("description", .text("\(facts.sentence) Subject: \(facts.subject).")),
                    JSONMember(
                        "properties",
                        .object([
                            JSONMember("type", .object([JSONMember("const", .text(Self.type(of: kind)))])),
                            JSONMember("data", object(members, of: "EventData")),
                        ])),
                ]))
        }
        let envelope = (definitions["CloudEvent"]?.fields ?? []).filter { $0.name != "data" }
        let used = reach(from: envelope + data)
        var schema = [
            Self.dialect, JSONMember("$id", .text("urn:gastown:events:1")), JSONMember("title", .text("Events")),
            JSONMember(
                "description",
                .text("A CloudEvent of a town. More kinds and more properties may come: ignore what you don't know.")),
        ]
        schema += object(envelope, of: "CloudEvent", more: ["data"]).members
        schema.append(
            JSONMember(
                "anyOf",
                .list(kinds.map { .object([JSONMember("$ref", .text("#/$defs/\($0.key)"))]) })))
        schema.append(JSONMember("$defs", .object(kinds + used)))
        return .object(schema)
    }

    /// Headers, the error, and the body and the reply of each verb.
    package var verbs: JSONTree {
        let entries = WireVerb.all.flatMap { verb in
            [JSONMember(verb.verb, reference(verb.typeName))]
                + (verb.replyName.map { [JSONMember("\(verb.verb).reply", reference($0))] } ?? [])
        }
        let frames = [
            JSONMember("request.headers", reference("RequestHeaders")),
            JSONMember("answer.headers", reference("AnswerHeaders")), JSONMember("error", reference("WireError")),
        ]
        let roots = WireVerb.all.flatMap { [$0.typeName] + ($0.replyName.map { [$0] } ?? []) }
        let used = reach(from: [], roots + ["RequestHeaders", "AnswerHeaders", "WireError"])
        return .object([
            Self.dialect, JSONMember("$id", .text("urn:gastown:verbs:1")), JSONMember("title", .text("Verbs")),
            JSONMember(
                "description",
                .text("Under $defs: a body by its verb, a reply by its verb and .reply, headers, and the error.")),
            JSONMember("$defs", .object(frames + entries + used)),
        ])
    }

    package static func type(of kind: EventKind) -> String { "gastown.\(kind.rawValue).v1" }

    /// Definitions that these fields and types need, by name.
    private func reach(from fields: [Definition.Field], _ roots: [String] = []) -> [JSONMember] {
        var found: Set<String> = []
        func visit(_ shape: Shape) {
            switch shape {
            case .boolean, .integer, .number, .text: break
            case .list(let inner), .map(let inner): visit(inner)
            case .fields(let fields): for field in fields { visit(field.shape) }
            case .named(let name):
                guard found.insert(name).inserted else { return }
                for field in definitions[name]?.fields ?? [] { visit(field.shape) }
            }
        }
        for field in fields { visit(field.shape) }
        for root in roots { visit(.named(root)) }
        return found.sorted().map { JSONMember($0, schema(of: $0)) }
    }

    private func reference(_ name: String) -> JSONTree { .object([JSONMember("$ref", .text("#/$defs/\(name)"))]) }
}

extension WireSchema {
    private func schema(of name: String) -> JSONTree {
        guard let definition = definitions[name] else { return .flag(true) }
        let said = [comments[name], definition.note].compactMap(\.self).joined(separator: " ")
        let note = said.isEmpty ? [] : [JSONMember("description", .text(said))]
        switch definition.content {
        case .object(let fields): return .object(note + object(fields, of: name).members)
        case .choice(let fields):
            let options = fields.map { object([$0], of: name) }
            return .object(note + [JSONMember("oneOf", .list(options))])
        case .words(let words): return .object(note + [JSONMember("enum", .list(words.map { .text($0) }))])
        case .text(let pattern):
            let limit = pattern.map { [JSONMember("pattern", .text($0))] } ?? []
            return .object(note + [JSONMember("type", .text("string"))] + limit)
        case .integer(let range):
            return .object(
                note + [
                    JSONMember("type", .text("integer")), JSONMember("minimum", .number("\(range.lowerBound)")),
                    JSONMember("maximum", .number("\(range.upperBound)")),
                ])
        }
    }

    /// `more`: required besides, and described elsewhere.
    private func object(_ fields: [Definition.Field], of name: String, more: [String] = []) -> JSONTree {
        let properties = fields.map { field in
            let note = comments["\(name).\(field.name)"].map { [JSONMember("description", .text($0))] } ?? []
            return JSONMember(field.name, .object(schema(of: field.shape).members + note))
        }
        let required = fields.filter(\.isRequired).map(\.name) + more
        return .object(
            [JSONMember("type", .text("object")), JSONMember("properties", .object(properties))]
                + (required.isEmpty ? [] : [JSONMember("required", .list(required.map { .text($0) }))]))
    }

    private func schema(of shape: Shape) -> JSONTree {
        func type(_ name: String, _ more: [JSONMember] = []) -> JSONTree {
            .object([JSONMember("type", .text(name))] + more)
        }
        return switch shape {
        case .boolean: type("boolean")
        case .integer: type("integer")
        case .number: type("number")
        case .text: type("string")
        case .list(let item): type("array", [JSONMember("items", schema(of: item))])
        case .map(let value): type("object", [JSONMember("additionalProperties", schema(of: value))])
        case .fields(let fields): object(fields, of: "")
        case .named(let name): reference(name)
        }
    }
}

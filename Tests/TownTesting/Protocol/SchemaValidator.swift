/// Holds a JSON value against a schema of ours: the few keywords that they use. A property that the schema does not name is
/// a complaint too: clients ignore what they don't know, our own tests must not.
package struct SchemaValidator: Sendable {
    private let schema: JSONTree
    private let definitions: [String: JSONTree]

    /// Comparing texts with patterns takes most of the time.
    private let comparesTexts: Bool

    package init(_ schema: JSONTree, comparesTexts: Bool = true) {
        self.schema = schema
        self.comparesTexts = comparesTexts
        definitions = Dictionary(
            (schema["$defs"]?.members ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is wrong, with its place; empty: nothing. `definition`: the one to hold it against, else the whole schema.
    package func complaints(about value: JSONTree, as definition: String? = nil) -> [String] {
        guard let definition else { return check(value, schema, "") }
        guard let found = definitions[definition] else { return ["there is no definition \(definition)"] }
        return check(value, found, "")
    }

    /// An event, held against its envelope and its own kind only: quick, and the complaint is about that kind.
    package func complaints(aboutEvent event: JSONTree) -> [String] {
        let parts = event["type"]?.text?.split(separator: ".") ?? []
        guard parts.count == 4, let kind = definitions["\(parts[1]).\(parts[2])"] else {
            return ["no kind of event: \(event["type"]?.line ?? "no type")"]
        }
        let envelope = JSONTree.object(event.members.filter { $0.key != "data" })
        let rules = JSONTree.object(schema.members.filter { !["anyOf", "required"].contains($0.key) })
        let missing = (schema["required"]?.items ?? []).compactMap(\.text).filter { event[$0] == nil }
        return missing.map { "\($0) is missing" } + check(envelope, rules, "")
            + (kind["properties"]?.members ?? []).flatMap { check(event[$0.key] ?? .null, $0.value, $0.key) }
    }

    private func check(_ value: JSONTree, _ schema: JSONTree, _ place: String) -> [String] {
        var found: [String] = []
        for rule in schema.members {
            switch (rule.key, rule.value) {
            case ("$ref", .text(let target)):
                guard let definition = definitions[String(target.dropFirst("#/$defs/".count))] else {
                    return ["\(place): \(target) is not defined"]
                }
                found += check(value, definition, place)
            case ("type", .text(let type)):
                if !Self.isOf(type, value) { return ["\(place): \(value.line) is no \(type)"] }
            case ("const", let expected):
                if value != expected { found.append("\(place): \(value.line) is not \(expected.line)") }
            case ("enum", .list(let words)):
                if !words.contains(value) { found.append("\(place): \(value.line) is none of its words") }
            case ("pattern", .text(let pattern)):
                if comparesTexts { found += Self.match(value, pattern, place) }
            case ("minimum", .number(let least)): found += Self.compare(value, least, place) { $0 >= $1 }
            case ("maximum", .number(let most)): found += Self.compare(value, most, place) { $0 <= $1 }
            case ("items", let items): found += value.items.flatMap { check($0, items, place + "[]") }
            case ("additionalProperties", let other):
                found += value.members.flatMap { check($0.value, other, "\(place).\($0.key)") }
            case ("properties", .object(let properties)):
                found += members(of: value, properties, place)
            case ("required", .list(let names)):
                found += names.compactMap(\.text).filter { value[$0] == nil }.map { "\(place).\($0) is missing" }
            case ("anyOf", .list(let options)), ("oneOf", .list(let options)):
                if !options.contains(where: { check(value, $0, place).isEmpty }) {
                    found.append("\(place): \(value.line) is none of its alternatives")
                }
            case ("description", _), ("title", _), ("$schema", _), ("$id", _), ("$defs", _): break
            default: found.append("\(place): the keyword \(rule.key) is not understood here")
            }
        }
        return found
    }

    private func members(of value: JSONTree, _ properties: [JSONMember], _ place: String) -> [String] {
        value.members.flatMap { member in
            guard let property = properties.first(where: { $0.key == member.key }) else {
                return ["\(place).\(member.key) is not in the schema"]
            }
            return check(member.value, property.value, "\(place).\(member.key)")
        }
    }

    private static func isOf(_ type: String, _ value: JSONTree) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .list), ("string", .text), ("boolean", .flag), ("number", .number): true
        case ("integer", .number(let number)): Int64(number) != nil || UInt64(number) != nil
        default: false
        }
    }

    private static func match(_ value: JSONTree, _ pattern: String, _ place: String) -> [String] {
        guard let text = value.text else { return [] }
        // The schemas' patterns are the same in both dialects; one that is not fails every value.
        guard let expression = try? Regex(pattern), text.wholeMatch(of: expression) != nil else {
            return ["\(place): \(value.line) does not match \(pattern)"]
        }
        return []
    }

    private static func compare(
        _ value: JSONTree, _ limit: String, _ place: String, _ holds: (Int64, Int64) -> Bool
    ) -> [String] {
        guard case .number(let number) = value, let number = Int64(number), let limit = Int64(limit),
            holds(number, limit)
        else { return ["\(place): \(value.line) is beyond \(limit)"] }
        return []
    }
}

extension WireSchema {
    /// The same with keys that nobody knows in every object whose keys are not data: what a newer program may send.
    package func grown(_ tree: JSONTree, as type: String, by random: inout SeededRandom) -> JSONTree {
        grown(tree, .named(type), &random)
    }

    private func grown(_ tree: JSONTree, _ shape: Shape, _ random: inout SeededRandom) -> JSONTree {
        switch (tree, shape) {
        case (.list(let items), .list(let inner)): .list(items.map { grown($0, inner, &random) })
        case (.object(let members), .map(let inner)):
            .object(members.map { JSONMember($0.key, grown($0.value, inner, &random)) })
        case (.object(let members), .fields(let fields)): more(members, fields, &random)
        case (.object(let members), .named(let name)):
            switch definitions[name]?.content {
            case .object(let fields): more(members, fields, &random)
            // One key says which of the alternatives it is: another one would be another alternative.
            case .choice(let fields):
                .object(
                    members.map { member in
                        let shape = fields.first { $0.name == member.key }?.shape ?? .text
                        return JSONMember(member.key, grown(member.value, shape, &random))
                    })
            default: tree
            }
        default: tree
        }
    }

    private func more(
        _ members: [JSONMember], _ fields: [Definition.Field], _ random: inout SeededRandom
    ) -> JSONTree {
        var grown = members.map { member in
            let shape = fields.first { $0.name == member.key }?.shape ?? .text
            return JSONMember(member.key, self.grown(member.value, shape, &random))
        }
        for number in 0..<Int.random(in: 1...3, using: &random) {
            let key = ["new", "Title", "ID", "x-\(number)", "\u{00e9}", ""][Int.random(in: 0..<6, using: &random)]
            guard !grown.contains(where: { $0.key == key }) else { continue }
            let value: JSONTree =
                [
                    .null, .flag(true), .number("1.5e3"), .text("\"\n"), .list([.list([])]),
                    .object([JSONMember("a", .null)]),
                ][
                    Int.random(in: 0..<6, using: &random)]
            grown.insert(JSONMember(key, value), at: Int.random(in: 0...grown.count, using: &random))
        }
        return .object(grown)
    }
}

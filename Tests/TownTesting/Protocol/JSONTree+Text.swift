import Wire

extension JSONTree {
    /// In one line.
    package var line: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): number
        case .text(let text): JSONText.quoted(text)
        case .list(let items): "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { JSONText.quoted($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
        }
    }

    /// For people: what fits into a line of 120 columns stands in one.
    package var page: String { page(indent: "", after: "") + "\n" }

    private func page(indent: String, after lead: String) -> String {
        let line = line
        // Room for a comma.
        if indent.count + lead.count + line.count < 119 { return lead + line }
        let inner = indent + "  "
        let (open, close, parts): (String, String, [String])
        switch self {
        case .list(let items): (open, close, parts) = ("[", "]", items.map { $0.page(indent: inner, after: "") })
        case .object(let members):
            (open, close) = ("{", "}")
            parts = members.map { $0.value.page(indent: inner, after: JSONText.quoted($0.key) + ": ") }
        default: return lead + line
        }
        return lead + open + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + indent + close
    }
}

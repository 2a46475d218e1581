internal import TownModel

/// What a template is filled with.
package indirect enum TemplateValue: Hashable, Sendable {
    case text(String)
    case list([TemplateValue])
    case table([String: TemplateValue])

    static let missing = TemplateValue.text("")

    /// A member of a table; what is missing is empty text.
    func member(_ path: some Sequence<String>) -> TemplateValue {
        var value = self
        for key in path {
            guard case .table(let members) = value else { return .missing }
            value = members[key] ?? .missing
        }
        return value
    }

    /// As in conditions: neither empty nor `false`, `0`, `no`, `off`.
    var isTrue: Bool {
        switch self {
        case .text(let text): StepCondition.isTrue(text)
        case .list(let items): !items.isEmpty
        case .table(let members): !members.isEmpty
        }
    }

    /// A list's elements with commas between; a table has no text, and templates that print one are refused.
    var text: String {
        switch self {
        case .text(let text): text
        case .list(let items): items.map(\.text).joined(separator: ", ")
        case .table: ""
        }
    }
}

/// Which names a template may use, and what each stands for.
package indirect enum TemplateShape: Hashable, Sendable {
    case text
    case list(of: TemplateShape)
    case table([String: TemplateShape])
}

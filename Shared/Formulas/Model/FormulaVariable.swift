/// What a formula asks for before it is cooked.
package struct FormulaVariable: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case string
        case int
        case bool
    }

    package var name: String
    package var place: FormulaPlace
    package var description: String?
    package var defaultValue: String?
    package var isRequired: Bool
    /// nil: any value.
    package var allowed: [String]?
    /// A regular expression that the whole value must match.
    package var pattern: String?
    package var kind: Kind
    /// Of a convoy's input: not required when one of these is given.
    package var requiredUnless: [String]?

    package init(name: String, place: FormulaPlace) {
        self.name = name
        self.place = place
        isRequired = false
        kind = .string
    }
}

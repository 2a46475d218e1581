/// What a value of ours looks like in JSON.
package indirect enum Shape: Hashable, Sendable {
    case boolean
    case integer
    case number
    case text
    case list(Shape)
    /// An object whose keys are data.
    case map(Shape)
    /// An object without a name of its own.
    case fields([Definition.Field])
    /// A definition, by its name.
    case named(String)
}

/// A type that has a name of its own in the schemas.
package struct Definition: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case object([Field])
        /// Exactly one of these.
        case choice([Field])
        case words([String])
        /// A regular expression that the whole text matches; nil: any text.
        case text(pattern: String?)
        case integer(ClosedRange<Int>)
    }

    package struct Field: Hashable, Sendable {
        package var name: String
        package var shape: Shape
        package var isRequired: Bool

        package init(_ name: String, _ shape: Shape, isRequired: Bool = true) {
            self.name = name
            self.shape = shape
            self.isRequired = isRequired
        }
    }

    package var content: Content
    /// Said where the type's own comment does not say it.
    package var note: String?

    package init(_ content: Content, note: String? = nil) {
        self.content = content
        self.note = note
    }

    /// Of an object.
    package var fields: [Field] {
        switch content {
        case .object(let fields), .choice(let fields): fields
        case .words, .text, .integer: []
        }
    }
}

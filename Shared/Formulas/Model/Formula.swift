package import TownModel

/// A formula as its file says it, checked key by key, before anything is cooked.
package struct Formula: Hashable, Sendable {
    package var name: String
    package var kind: FormulaKind
    package var description: String
    package var version: Int
    /// Where it was read, for messages.
    package var source: FormulaSource
    package var extends: [Placed<String>]
    /// In the order of the file.
    package var variables: [FormulaVariable]
    package var steps: [FormulaStep]
    /// Of an expansion: what takes a step's place.
    package var template: [FormulaStep]
    package var expansions: [ExpandRule]
    /// Names of aspects that are woven in.
    package var aspects: [Placed<String>]
    package var advice: [Advice]
    package var pointcuts: [Pointcut]
    package var convoy: ConvoyPlan?
    package var squash: SquashRule?
    /// `vapor`: made as a wisp unless somebody says otherwise.
    package var isVapor: Bool

    package init(name: String, kind: FormulaKind, source: FormulaSource) {
        self.name = name
        self.kind = kind
        self.source = source
        description = ""
        version = 1
        extends = []
        variables = []
        steps = []
        template = []
        expansions = []
        aspects = []
        advice = []
        pointcuts = []
        isVapor = false
    }
}

package enum FormulaKind: String, Hashable, Sendable, CaseIterable {
    case workflow
    case expansion
    case aspect
    case convoy
}

/// A file, for messages: its path as the reader knows it.
package struct FormulaSource: Hashable, Sendable {
    package var path: String

    package init(path: String) { self.path = path }
}

/// A value and where it stands.
package struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var place: FormulaPlace

    package init(_ value: Value, at place: FormulaPlace) {
        self.value = value
        self.place = place
    }
}

/// A place in a formula's file.
package struct FormulaPlace: Hashable, Sendable {
    package var path: String
    /// From 1.
    package var line: Int
    /// Which key: `steps[2].needs`, lists counted from 1.
    package var key: String

    package init(path: String, line: Int, key: String) {
        self.path = path
        self.line = line
        self.key = key
    }
}

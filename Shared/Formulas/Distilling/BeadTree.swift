package import TownModel

/// A bead with all that is below it: what a formula can be made from.
package struct BeadTree: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package var id: BeadID
        package var title: String
        package var description: String?
        package var notes: String?
        package var acceptance: String?
        package var type: BeadType
        package var priority: Priority
        package var labels: [String]
        package var createdAt: Timestamp
        package var parent: BeadID?
        /// Those that begin at it.
        package var edges: [Edge]
        /// What else is written at it, by the names that files have for it: `design`, `due_at`.
        package var rest: [String]

        package init(
            id: BeadID, title: String, type: BeadType = .task, priority: Priority = .normal, parent: BeadID? = nil,
            createdAt: Timestamp = Timestamp(milliseconds: 0)
        ) {
            self.id = id
            self.title = title
            self.type = type
            self.priority = priority
            self.parent = parent
            self.createdAt = createdAt
            labels = []
            edges = []
            rest = []
        }
    }

    package var root: Part
    /// In any order; without those that were deleted.
    package var parts: [Part]

    package init(root: Part, parts: [Part]) {
        self.root = root
        self.parts = parts
    }
}

/// What a distillation is to be.
package struct DistillOrder: Hashable, Sendable {
    /// Of the formula; nil: made of the root's title.
    package var name: String?
    /// What takes the place of texts: the names of variables, by the text that each stands for.
    package var names: [String: String]

    package init(name: String? = nil, names: [String: String] = [:]) {
        self.name = name
        self.names = names
    }
}

/// A formula that was made from beads.
package struct Distillate: Hashable, Sendable {
    package var name: String
    /// The root's title, with variables in it.
    package var title: String
    /// TOML, as it goes into a file.
    package var text: String
    /// What is said of the beads and a formula can't say, a sentence each, by the bead's id.
    package var warnings: [String]

    package init(name: String, title: String, text: String, warnings: [String]) {
        self.name = name
        self.title = title
        self.text = text
        self.warnings = warnings
    }

    /// The title with the values that a formula was cooked with.
    package func title(with values: [String: String]) -> String { Braces.replacing(title) { values[$0] } }
}

/// Why nothing can be made from these beads, and what to do.
package struct DistillFault: Error, Hashable, Sendable {
    package var sentence: String
    package var remedy: String
}

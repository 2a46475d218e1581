package import TownModel

/// From a formula's name to a graph. Pure: the same texts and variables give the same graph, byte for byte.
package enum Cook {
    /// What is to be cooked.
    package struct Order: Hashable, Sendable {
        package var formula: String
        /// Given by whoever cooks; every one must be asked for by the formula.
        package var variables: [String: String]
        /// Of a convoy: only these legs, by a preset's name or by their ids.
        package var legs: LegChoice

        package init(_ formula: String, variables: [String: String] = [:], legs: LegChoice = .all) {
            self.formula = formula
            self.variables = variables
            self.legs = legs
        }
    }

    package enum LegChoice: Hashable, Sendable {
        case all
        case preset(String)
        case ids([String])
    }

    /// How far a formula is cooked.
    package enum Mode: Hashable, Sendable {
        /// For looking: a variable without a value stays as it is written.
        case draft
        /// For pouring: each that is used must have one.
        case ready
    }

    /// A graph, and what was noticed on the way.
    package struct Dish: Hashable, Sendable {
        package var graph: CookedGraph
        package var warnings: [FormulaProblem]

        package init(graph: CookedGraph, warnings: [FormulaProblem]) {
            self.graph = graph
            self.warnings = warnings
        }
    }
}

/// What a town or a rig changes in a formula's steps, without a copy of the formula.
package struct FormulaOverlay: Hashable, Sendable {
    package var source: FormulaSource
    /// In the order of the file; a step may be named more than once.
    package var overrides: [StepOverride]

    package init(source: FormulaSource, overrides: [StepOverride]) {
        self.source = source
        self.overrides = overrides
    }
}

/// One `[[step-overrides]]`.
package struct StepOverride: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case replace(Texts)
        /// Stands after the step's description, with an empty line between.
        case append(String)
        /// The step goes, and whoever needed it needs what it needed.
        case skip
    }

    /// What takes the place of a step's own; nil leaves it.
    package struct Texts: Hashable, Sendable {
        package var title: String?
        package var description: String?
        package var acceptance: String?
        package var run: String?

        package init(
            title: String? = nil, description: String? = nil, acceptance: String? = nil, run: String? = nil
        ) {
            self.title = title
            self.description = description
            self.acceptance = acceptance
            self.run = run
        }
    }

    package var step: Placed<String>
    package var change: Change

    package init(_ step: Placed<String>, _ change: Change) {
        self.step = step
        self.change = change
    }
}

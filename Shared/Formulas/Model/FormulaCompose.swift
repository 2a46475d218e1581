/// `compose.expand`: a step's place is taken by an expansion's template.
package struct ExpandRule: Hashable, Sendable {
    package var target: String
    package var formula: String
    /// For the template's `{name}` placeholders.
    package var variables: [String: String]
    package var place: FormulaPlace

    package init(target: String, formula: String, variables: [String: String] = [:], place: FormulaPlace) {
        self.target = target
        self.formula = formula
        self.variables = variables
        self.place = place
    }
}

/// Steps put before and after every step whose id fits.
///
/// What is put before takes over the step's needs; what is put after is what the step's dependents wait for.
package struct Advice: Hashable, Sendable {
    /// A glob over ids: `implement`, `*-test`.
    package var target: String
    /// Texts may say `{step.id}` and `{step.title}`. One after the other, in this order.
    package var before: [FormulaStep]
    package var after: [FormulaStep]
    package var place: FormulaPlace

    package init(target: String, before: [FormulaStep], after: [FormulaStep], place: FormulaPlace) {
        self.target = target
        self.before = before
        self.after = after
        self.place = place
    }
}

/// Where an aspect may act: with any of them, advice meets only steps that fit one.
package struct Pointcut: Hashable, Sendable {
    package var glob: String?
    package var type: String?
    package var label: String?
    package var place: FormulaPlace

    package init(glob: String? = nil, type: String? = nil, label: String? = nil, place: FormulaPlace) {
        self.glob = glob
        self.type = type
        self.label = label
        self.place = place
    }
}

package import TownModel

/// A step as a formula's file has it: names where the cooked graph has numbers, variables not filled in.
package struct FormulaStep: Hashable, Sendable {
    /// All that goes into the graph as it is. Conditions about variables are in `condition`; `said.condition`, which is about
    /// the molecule on its way, is made when the step is cooked.
    package var said: GraphStep
    package var place: FormulaPlace
    /// `needs` and `depends_on`, each once.
    package var needs: [Placed<String>]
    package var waitsFor: Placed<WaitsFor>?
    package var condition: Placed<String>?
    /// Its parts; it is a group then.
    package var children: [FormulaStep]
    package var loop: FormulaLoop?

    package init(said: GraphStep, place: FormulaPlace) {
        self.said = said
        self.place = place
        needs = []
        children = []
    }
}

/// `waits_for`: on the children of a step.
package struct WaitsFor: Hashable, Sendable {
    package var rule: NeedRule
    /// `children-of(id)`; nil: of the first step that is needed.
    package var spawner: String?

    package init(rule: NeedRule, spawner: String? = nil) {
        self.rule = rule
        self.spawner = spawner
    }
}

package struct FormulaLoop: Hashable, Sendable {
    package enum Times: Hashable, Sendable {
        case count(String)
        /// `a..b`: numbers, `{variables}`, `+ - * / ^` and brackets; both ends belong to it.
        case range(String)
        /// At most so many times.
        case until(String, max: String)
    }

    package var times: Placed<Times>
    package var variable: String?
    package var body: [FormulaStep]

    package init(times: Placed<Times>, variable: String? = nil, body: [FormulaStep]) {
        self.times = times
        self.variable = variable
        self.body = body
    }
}

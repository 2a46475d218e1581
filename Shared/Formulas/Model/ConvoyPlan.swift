package import TownModel

/// A convoy formula: legs side by side, then a synthesis.
package struct ConvoyPlan: Hashable, Sendable {
    package var legs: [Leg]
    package var synthesis: Synthesis?
    package var presets: [LegPreset]
    /// `prompts.base`: a template of which each leg's prompt is made; nil: its description.
    package var basePrompt: Placed<String>?
    package var output: LegOutput?
    /// For legs that name none.
    package var agent: String?
    package var isReviewOnly: Bool

    package init(legs: [Leg]) {
        self.legs = legs
        presets = []
        isReviewOnly = false
    }

    package struct Leg: Hashable, Sendable {
        /// Id, title, description, agent, review_only.
        package var said: GraphStep
        package var focus: String
        package var place: FormulaPlace

        package init(said: GraphStep, focus: String, place: FormulaPlace) {
            self.said = said
            self.focus = focus
            self.place = place
        }
    }

    package struct Synthesis: Hashable, Sendable {
        package var said: GraphStep
        /// Ids of legs; empty: all of them.
        package var needs: [Placed<String>]
        package var place: FormulaPlace

        package init(said: GraphStep, needs: [Placed<String>], place: FormulaPlace) {
            self.said = said
            self.needs = needs
            self.place = place
        }
    }

    /// A choice of legs with a name.
    package struct LegPreset: Hashable, Sendable {
        package var name: String
        package var description: String?
        package var legs: [Placed<String>]
        package var place: FormulaPlace

        package init(name: String, description: String?, legs: [Placed<String>], place: FormulaPlace) {
            self.name = name
            self.description = description
            self.legs = legs
            self.place = place
        }
    }

    /// Where findings are written, in the convoy's templates' form.
    package struct LegOutput: Hashable, Sendable {
        package var directory: String
        package var legPattern: String
        package var synthesis: String
        package var place: FormulaPlace

        package init(directory: String, legPattern: String, synthesis: String, place: FormulaPlace) {
            self.directory = directory
            self.legPattern = legPattern
            self.synthesis = synthesis
            self.place = place
        }
    }
}

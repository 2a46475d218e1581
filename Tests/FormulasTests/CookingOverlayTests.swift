import Formulas
import Testing
import TownModel

@Suite("A town's overlay is in what is cooked")
struct CookingOverlayTests {
    private func overlay(_ id: String, _ change: StepOverride.Change) -> FormulaOverlay {
        FormulaOverlay(
            source: FormulaSource(path: "over.toml"),
            overrides: [
                StepOverride(Placed(id, at: Bench.place(2, "step-overrides[1].step_id", in: "over.toml")), change)
            ])
    }

    private func cook(_ overlays: [String: FormulaOverlay]) throws(FormulaFailure) -> Cook.Dish {
        let formulas = [KnownFormulas.shiny, KnownFormulas.enterprise, KnownFormulas.ruleOfFive]
        return try Cook.dish(
            Cook.Order("shiny-enterprise", variables: ["feature": "login"]), mode: .ready,
            overlays: { (name) throws(FormulaFailure) -> (FormulaOverlay, [FormulaProblem])? in
                overlays[name].map { ($0, []) }
            }
        ) { (name) throws(FormulaFailure) -> Formula? in formulas.first { $0.name == name } }
    }

    @Test("a step that a parent's overlay skips is in no child; the child's own meets what it inherited")
    func inherited() throws {
        let dish = try cook(["shiny": overlay("review", .skip), "shiny-enterprise": overlay("test", .append("More."))])
        #expect(Bench.drawn(dish.graph.nodes).suffix(2) == ["test <- implement.refine-4", "submit <- test"])
        #expect(dish.graph.nodes.first { $0.step.id == "test" }?.step.description?.contains("More.") == true)
        #expect(dish.warnings.isEmpty)
    }

    @Test("a step that is not there is a warning of the dish")
    func unknown() throws {
        #expect(
            try cook(["shiny-enterprise": overlay("tset", .skip)]).warnings.map(\.description) == [
                #"over.toml:2: step-overrides[1].step_id: "shiny-enterprise" has no step "tset", so nothing is changed. Did you mean "test"?"#
            ])
    }
}

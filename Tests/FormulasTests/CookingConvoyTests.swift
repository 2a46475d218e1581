import Formulas
import Testing
import TownModel

@Suite("A convoy formula becomes legs and a synthesis")
struct CookingConvoyTests {
    private var review: Formula {
        Bench.formula("review", .convoy) {
            var plan = ConvoyPlan(
                legs: ["style", "security"].map {
                    ConvoyPlan.Leg(said: GraphStep(id: $0, title: "Leg \($0)"), focus: "", place: Bench.place())
                })
            plan.synthesis = ConvoyPlan.Synthesis(
                said: GraphStep(id: "synthesis", title: "Sum"), needs: [], place: Bench.place())
            $0.convoy = plan
            $0.variables = [
                Bench.variable("pr") { $0.requiredUnless = ["files"] },
                Bench.variable("files") { $0.requiredUnless = ["pr"] },
            ]
        }
    }

    private func cook(_ order: Cook.Order) throws(FormulaFailure) -> Cook.Dish {
        let formulas = [review, Bench.formula([Bench.step("a")])]
        return try Cook.dish(order, mode: .ready, names: formulas.map(\.name)) {
            (name) throws(FormulaFailure) -> Formula? in formulas.first { $0.name == name }
        }
    }

    @Test("all legs side by side, and the synthesis after them")
    func all() throws {
        let graph = try cook(Cook.Order("review", variables: ["pr": "7", "review_id": "r1"])).graph
        #expect(graph.kind == .convoy && graph.variables["pr"] == "7")
        #expect(Bench.drawn(graph.nodes) == ["style", "security", "synthesis <- style, security"])
    }

    @Test("only the legs that are chosen")
    func some() throws {
        let graph = try cook(Cook.Order("review", variables: ["pr": "7"], legs: .ids(["security"]))).graph
        #expect(Bench.drawn(graph.nodes) == ["security", "synthesis <- security"])
    }

    @Test("what a convoy does not ask for, and a choice of legs of a workflow, are refused")
    func refusals() {
        let failure = #expect(throws: FormulaFailure.self) {
            try cook(Cook.Order("review", variables: ["fils": "x"]))
        }
        #expect(
            failure?.problems.map(\.description) == [
                #""review" has no variable "fils". Did you mean "files"?"#,
                #"test.toml:9: vars.pr: "pr" or "files" is required. Give one of them."#,
                #"test.toml:9: vars.files: "files" or "pr" is required. Give one of them."#,
            ])
        let other = #expect(throws: FormulaFailure.self) { try cook(Cook.Order("test", legs: .preset("fast"))) }
        #expect(
            other?.problems.map(\.description) == [
                #""test" is a workflow and has no legs to choose from. Cook it without a choice of legs."#
            ])
    }
}

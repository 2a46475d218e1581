import Formulas
import Testing
import TownModel

@Suite("A formula extends others")
struct CookingExtendsTests {
    private func child(_ parents: [String], _ steps: [FormulaStep], _ change: (inout Formula) -> Void = { _ in })
        -> Formula
    {
        Bench.formula("child", .workflow, steps) {
            $0.extends = parents.map { Placed($0, at: Bench.place(2, "extends", in: "child.toml")) }
            change(&$0)
        }
    }

    @Test(
        "parents' steps come first, in order; a step of the same id takes the place of the inherited one, in a group too"
    )
    func steps() throws {
        let a = Bench.formula(
            "a", .workflow, [Bench.step("one"), Bench.group("g: one", [Bench.step("x"), Bench.step("y")])])
        let b = Bench.formula("b", .workflow, [Bench.step("two: one")])
        let dish = try Bench.cook([
            child(["a", "b"], [Bench.step("three: two"), Bench.step("x: two"), Bench.step("one")]), a, b,
        ])
        #expect(
            Bench.drawn(dish.graph.nodes) == [
                "one", "group g <- one", "  x <- two", "  y", "two <- one", "three <- two",
            ])
    }

    @Test("of variables the first parent wins, and the child over all")
    func variables() throws {
        let a = Bench.formula("a", .workflow, [Bench.step("one")]) {
            $0.variables = [
                Bench.variable("x") { $0.defaultValue = "a" }, Bench.variable("y") { $0.defaultValue = "a" },
            ]
        }
        let b = Bench.formula("b") {
            $0.variables = [
                Bench.variable("x") { $0.defaultValue = "b" }, Bench.variable("z") { $0.defaultValue = "b" },
            ]
        }
        let whole = child(["a", "b"], []) { $0.variables = [Bench.variable("y") { $0.defaultValue = "child" }] }
        #expect(try Bench.cook([whole, a, b]).graph.variables == ["x": "a", "y": "child", "z": "b"])
    }

    @Test("what a parent composes, advises and says of its digest is inherited; a diamond counts once")
    func compositions() throws {
        let base = Bench.formula("base", .workflow, [Bench.step("build"), Bench.step("ship: build")]) {
            $0.description = "Base"
            $0.expansions = [ExpandRule(target: "build", formula: "two", place: Bench.place())]
            $0.aspects = [Placed("audit", at: Bench.place())]
            $0.advice = [Bench.advice("ship", before: [Bench.step("check")])]
            $0.squash = SquashRule(trigger: "on_complete", hasMetrics: true)
        }
        let left = Bench.formula("left") { $0.extends = [Placed("base", at: Bench.place())] }
        let right = Bench.formula("right") { $0.extends = [Placed("base", at: Bench.place())] }
        let two = Bench.formula("two", .expansion, [Bench.step("{target}.1"), Bench.step("{target}.2: {target}.1")])
        let audit = Bench.formula("audit", .aspect) {
            $0.advice = [Bench.advice("ship", after: [Bench.step("scan")])]
        }
        let graph = try Bench.cook([child(["left", "right"], []), left, right, base, two, audit]).graph
        #expect(
            Bench.drawn(graph.nodes) == [
                "build.1", "build.2 <- build.1", "check <- build.2", "ship <- check", "scan <- ship",
            ])
        #expect(graph.squash?.hasMetrics == true && graph.description == "Base")
    }

    @Test("a parent that can't be read says what is wrong with it, not that it is not there")
    func unreadable() {
        let wrong = FormulaProblem(at: Bench.place(7, "", in: "a.toml"), "it is no TOML", remedy: "Close the text.")
        let whole = child(["a"], [])
        let failure = #expect(throws: FormulaFailure.self) {
            try Cook.dish(Cook.Order("child"), mode: .ready) { (name) throws(FormulaFailure) -> Formula? in
                guard name == "child" else { throw FormulaFailure([wrong]) }
                return whole
            }
        }
        #expect(failure?.problems == [wrong])
    }

    @Test("a formula can be looked at as it is composed, before its variables have values")
    func composed() throws {
        let all = [KnownFormulas.enterprise, KnownFormulas.shiny, KnownFormulas.ruleOfFive]
        let whole = try Cook.composed("shiny-enterprise") { (name) throws(FormulaFailure) -> Formula? in
            all.first { $0.name == name }
        }
        #expect(whole.formula.steps.count == 9 && whole.formula.variables.map(\.name) == ["assignee", "feature"])
        #expect(whole.formula.steps[1].said.title == "Draft: Implement {{feature}}" && whole.warnings.isEmpty)
    }

    @Test("formulas that extend each other are named in a ring")
    func ring() {
        let a = Bench.formula("a") { $0.extends = [Placed("b", at: Bench.place(2, "extends", in: "a.toml"))] }
        let b = Bench.formula("b") { $0.extends = [Placed("a", at: Bench.place(3, "extends", in: "b.toml"))] }
        #expect(
            Bench.problems([a, b]) == [
                "b.toml:3: extends: formulas extend each other: a -> b -> a. Take one of them out of extends."
            ])
    }

    @Test("a parent that is not there, or of another type, is refused with what to do")
    func wrongParents() {
        let audit = Bench.formula("audit", .aspect)
        let two = Bench.formula("two", .expansion)
        let legs = Bench.formula("legs", .convoy)
        #expect(
            Bench.problems([child(["audot", "audit", "two", "legs"], []), audit, two, legs]) == [
                #"child.toml:2: extends: there is no formula "audot". Did you mean "audit"?"#,
                #"child.toml:2: extends: "child", of type workflow, can't extend "audit", of type aspect. Name it in compose.aspects."#,
                #"child.toml:2: extends: "child", of type workflow, can't extend "two", of type expansion. Name it in compose.expand."#,
                #"child.toml:2: extends: "child", of type workflow, can't extend "legs", of type convoy. Extend a formula of the same type."#,
            ])
    }
}

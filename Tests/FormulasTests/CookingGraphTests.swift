import Formulas
import Testing
import TownModel

@Suite("Steps become nodes")
struct CookingGraphTests {
    @Test("a chain is a chain, with needs as numbers, each once and in order")
    func chain() throws {
        let dish = try Bench.cook([Bench.step("a"), Bench.step("b: a a"), Bench.step("c: b a")])
        #expect(Bench.drawn(dish.graph.nodes) == ["a", "b <- a", "c <- a, b"])
        #expect(dish.warnings.isEmpty)
    }

    @Test("parts stand after their group, and may need steps outside")
    func groups() throws {
        let dish = try Bench.cook([
            Bench.step("a"),
            Bench.group("g: a", [Bench.step("x"), Bench.group("h: x", [Bench.step("y: z")])]),
            Bench.step("z"), Bench.step("end: g"),
        ])
        #expect(
            Bench.drawn(dish.graph.nodes) == [
                "a", "group g <- a", "  x", "  group h <- x", "    y <- z", "z", "end <- g",
            ])
    }

    @Test("waits_for becomes a rule of the need on the spawner")
    func waits() throws {
        let wait: (NeedRule, String?) -> (inout FormulaStep) -> Void = { rule, spawner in
            { $0.waitsFor = Placed(WaitsFor(rule: rule, spawner: spawner), at: Bench.place()) }
        }
        let dish = try Bench.cook([
            Bench.step("a"), Bench.step("b"), Bench.step("c: b a", wait(.allChildren, nil)),
            Bench.step("d: a", wait(.anyChild, "b")),
        ])
        #expect(
            Bench.drawn(dish.graph.nodes) == ["a", "b", "c <- a, b all-children", "d <- a, b any-children"])
    }

    @Test("what is wrong with ids and needs is said, all of it at once, in the order of the file")
    func errors() {
        let problems = Bench.problems([
            Bench.step("design", line: 2), Bench.step("build: desing", line: 3), Bench.step("build", line: 4),
            Bench.step("own: own", line: 5), Bench.step("{x}", line: 6),
            Bench.step("waits", line: 7) {
                $0.waitsFor = Placed(WaitsFor(rule: .allChildren), at: Bench.place(7, "steps[6].waits_for"))
            },
            Bench.step("odd: zzzzzzzz", line: 8),
        ])
        #expect(
            problems == [
                #"test.toml:3: steps: there is no step "desing". Did you mean "design"?"#,
                #"test.toml:4: steps: there are two steps "build": the first is at test.toml:3. Give one of them another id."#,
                #"test.toml:5: steps: "own" needs itself. Take the need out."#,
                #"test.toml:6: steps: in the id "{x}" stands a name that nothing fills. An id has no variables; in a template it may have {target}, in advice {step.id}."#,
                #"test.toml:7: steps[6].waits_for: "waits" waits for the children of no step. Write waits_for = "children-of(ID)", or say in needs whose children they are."#,
                #"test.toml:8: steps: there is no step "zzzzzzzz". There is "build", "design", "own", "waits", "{x}"."#,
            ])
    }

    @Test("each cycle is named with all its ids, groups' too")
    func cycles() {
        let problems = Bench.problems([
            Bench.step("a: c"), Bench.step("b: a"), Bench.step("c: b"), Bench.step("d: c"),
            Bench.group("g", [Bench.step("x: y")]), Bench.step("y: g"),
        ])
        #expect(
            problems == [
                "test.toml:1: steps: steps wait for each other: a -> c -> b -> a. Take one of these needs out.",
                "test.toml:1: steps: steps wait for each other: g -> x -> y -> g. Take one of these needs out.",
            ])
    }

    @Test("a part can't need its own group, nor one around it")
    func ownGroup() {
        let problems = Bench.problems([Bench.group("g", [Bench.group("h", [Bench.step("x: g h")])])])
        #expect(
            problems == [
                #"test.toml:1: steps: "x" needs "g", the group that it is a part of. Take the need out: a part begins when its group may."#,
                #"test.toml:1: steps: "x" needs "h", the group that it is a part of. Take the need out: a part begins when its group may."#,
            ])
    }

    @Test("a group that has a run of its own is refused: nobody would do it")
    func idleGroup() {
        let problems = Bench.problems([
            Bench.step("g") {
                $0.children = [Bench.step("x")]
                $0.said.run = "make"
                $0.said.retry = RetryRule(attemptsMax: 2)
            }
        ])
        #expect(
            problems == [
                #"test.toml:1: steps: "g" is a group, at which nobody works, so its run would do nothing. Say it at a step inside of it."#,
                #"test.toml:1: steps: "g" is a group, at which nobody works, so its retry would do nothing. Say it at a step inside of it."#,
            ])
    }

    @Test("formulas that can't be cooked by themselves say what they are for")
    func kinds() {
        #expect(
            Bench.problems([Bench.formula([])]) == [
                #"test.toml:1: "test" has no steps. Add [[steps]], or extend a formula that has some."#
            ])
        #expect(
            Bench.problems([Bench.formula("five", .expansion, [Bench.step("{target}")])]) == [
                #"five.toml:1: type: "five" is an expansion, which takes the place of another formula's step. Name it in compose.expand of a workflow, and cook that."#
            ])
        #expect(
            Bench.problems([Bench.formula("audit", .aspect)]) == [
                #"audit.toml:1: type: "audit" is an aspect, which is woven into other formulas. Name it in compose.aspects of a workflow, and cook that."#
            ])
        #expect(
            Bench.problems([Bench.formula("legs", .convoy)]) == [
                #"legs.toml:1: type: "legs" is a convoy without legs. Add [[legs]]."#
            ])
    }

    @Test("an unknown formula is said to be unknown, with what was meant")
    func unknown() {
        let failure = #expect(throws: FormulaFailure.self) {
            try Cook.dish(Cook.Order("shinny"), mode: .ready, names: ["shiny", "tdd"]) {
                (_) throws(FormulaFailure) -> Formula? in nil
            }
        }
        #expect(failure?.problems.map(\.description) == [#"there is no formula "shinny". Did you mean "shiny"?"#])
    }
}

import Formulas
import Testing
import TownModel

@Suite("Variables leave steps out")
struct CookingConditionTests {
    private func formula(_ steps: [FormulaStep]) -> Formula {
        Bench.formula("test", .workflow, steps) { $0.variables = [Bench.variable("v"), Bench.variable("w")] }
    }

    @Test(
        "a condition on variables is decided when the formula is cooked",
        arguments: [
            ("{{v}}", "yes", true), ("{{v}}", "", false), ("{{v}}", "false", false), ("{{v}}", "0", false),
            ("{{v}}", "no", false), ("{{v}}", "off", false), ("!{{v}}", "off", true), ("!{{v}}", "x", false),
            ("{{v}} == prod", "prod", true), ("{{v}}==prod", "dev", false), ("{{v}} != prod", "dev", true),
            ("{{v}} == 'prod'", "prod", true), ("{{v}} == two words", "two words", true), ("{{v}} == {{w}}", "", true),
            ("{{v}} >= 10", "9", false), ("{{v}} >= 10", "10", true), ("{{v}} == 'x' && {{w}}", "x", false),
            ("({{v}} == 'a' || {{v}} == 'b') && !{{w}}", "b", true),
        ])
    func decides(condition: String, value: String, stays: Bool) throws {
        let dish = try Bench.cook([formula([Bench.step("a"), Bench.when("b: a", condition)])], ["v": value])
        #expect(Bench.drawn(dish.graph.nodes) == (stays ? ["a", "b <- a"] : ["a"]))
        #expect(dish.graph.nodes.allSatisfy { $0.step.condition == nil })
    }

    @Test("a step that is left out goes with its parts, and whoever needed them waits for what they waited for")
    func passes() throws {
        let steps = [
            Bench.step("a"), Bench.step("b"), Bench.when("c: a", "{{v}}"), Bench.when("d: c b", "{{v}}"),
            Bench.step("e: d"),
            Bench.step("g: b") {
                $0.condition = Placed("{{v}}", at: Bench.place())
                $0.children = [Bench.step("x: a"), Bench.step("y: x")]
            },
            Bench.step("f: y"), Bench.step("h: g"),
            Bench.group("left: e", [Bench.when("p: b", "{{v}}"), Bench.step("q: p")]),
            Bench.group("empty: a", [Bench.when("r", "{{v}}")]), Bench.step("last: empty p"), Bench.step("over: left"),
        ]
        #expect(
            Bench.drawn(try Bench.cook([formula(steps)], ["v": "no"]).graph.nodes) == [
                "a", "b", "e <- a, b", "f <- a, b", "h <- a, b", "group left <- e", "  q <- b, e", "last <- a, b, e",
                "over <- b, left",
            ])
    }

    @Test("what asks about steps is left for the molecule's way, with the variables in it as texts")
    func later() throws {
        let steps = [Bench.step("a"), Bench.when("b: a", "{{v}} == high || a.output.risk == {{v}}")]
        let node = try Bench.cook([formula(steps)], ["v": "it's"]).graph.nodes[1]
        #expect(node.step.condition?.text == #""it's" == high || a.output.risk == "it's""#)
    }

    @Test("in a draft a step whose condition can't be decided stays, and that is said")
    func draft() {
        #expect(
            Bench.problems([formula([Bench.when("a", "{{v}}")])], mode: .draft) == [
                #"warning: test.toml:1: steps: the condition of "a" can't be decided: "v" has no value. In a draft the step stays."#
            ])
    }

    @Test("who asks about a step that may not have ended is warned; who waits by others is not")
    func tooEarly() {
        let steps = [
            Bench.step("a"), Bench.group("g: a", [Bench.when("x", "a.output.ok")]), Bench.when("b", "a.output.ok"),
            Bench.when("c: g", "x.status == 'done'"),
        ]
        #expect(
            Bench.problems(steps) == [
                #"warning: test.toml:1: steps: "b" asks about "a", and may begin before that has ended. Put "a" into its needs."#
            ])
    }

    @Test("what can't be decided is refused")
    func problems() {
        #expect(
            Bench.problems(
                [
                    formula([
                        Bench.when("a", "{{v}} =="), Bench.when("b", "c.output.x"), Bench.when("d", "{{u}}"),
                        Bench.when("e", "{{v}}"),
                    ])
                ], ["v": #"'""#]) == [
                    #"test.toml:1: steps: the value of "v" has both kinds of quotes, and the condition of "a" asks for it. Give a value without one of them."#,
                    #"test.toml:1: steps: "b" asks about "c", and there is no such step. Did you mean "a", "d" or "e"?"#,
                    #"test.toml:1: steps: {{u}} is no variable of "test". Did you mean "v" or "w"?"#,
                    #"test.toml:1: steps: the value of "v" has both kinds of quotes, and the condition of "e" asks for it. Give a value without one of them."#,
                ])
        #expect(
            Bench.problems([formula([Bench.when("a", "{{v}} ==")])], ["v": "x"]) == [
                #"test.toml:1: steps: "'x' ==" is no condition: a step's output, a text or a number was expected, at character 7. Write {{variable}} == value, or <step>.output.<name> == 'value'."#
            ])
    }

    @Test("when nothing is left, that is an error")
    func nothing() {
        #expect(
            Bench.problems([formula([Bench.when("a", "{{v}}"), Bench.loop("l: a", .count("0"), [Bench.step("b")])])])
                == [
                    #"test.toml:1: steps: every step of "test" is left out by its condition or goes round 0 times. Give its variables other values."#
                ])
    }
}

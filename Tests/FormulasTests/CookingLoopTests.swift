import Formulas
import Testing
import TownModel

@Suite("Loops stay folded")
struct CookingLoopTests {
    private func formula(_ steps: [FormulaStep]) -> Formula {
        Bench.formula("test", .workflow, steps) { $0.variables = [Bench.variable("n") { $0.defaultValue = "3" }] }
    }

    @Test("the body is there once, its needs on outside steps are the loop's; loops nest")
    func folds() throws {
        let inner = Bench.loop(
            "in: x", .range("0..{n}"), by: "j",
            [
                Bench.step("y: a") {
                    $0.said.title = "{{i}}/{{j}}/{{n}}"
                    $0.said.run = "move {{i}} {{n}}"
                }
            ])
        let steps = [
            Bench.step("a"), Bench.step("b"),
            Bench.loop("out: b", .count("2^{{n}}-5"), by: "i", [Bench.step("x"), inner, Bench.step("z: in b")]),
            Bench.step("end: out"),
        ]
        let graph = try Bench.cook([formula(steps)]).graph
        #expect(
            Bench.drawn(graph.nodes) == [
                "a", "b", "loop out 3x from 1 <- a, b", "  x", "  loop in 4x from 0 <- x", "    y", "  z <- in",
                "end <- out",
            ])
        guard case .loop(let out) = graph.nodes[2].shape, case .loop(let inner) = out.body[1].shape else {
            Issue.record("no loop in a loop")
            return
        }
        #expect(out.variable == "i" && inner.variable == "j")
        #expect(inner.body[0].step.title == "{{i}}/{{j}}/3")
        #expect(inner.body[0].step.run == "move ${GT_VAR_i} ${GT_VAR_n}")
        #expect(GraphIndex(graph).count == 2 + 3 * (1 + (4 + 1) + 1) + 1 + 1)
    }

    @Test("until has its condition, and a loop that goes round 0 times passes its needs on")
    func untilAndNone() throws {
        let steps = [
            Bench.step("a"),
            Bench.loop(
                "u: a", .until("step.output.ok && t.output.n > {{n}} && a.output.go", max: "{n}"), [Bench.step("t")]),
            Bench.loop("none: u", .range("5..4"), [Bench.step("s: a")]), Bench.step("end: none"),
        ]
        #expect(
            Bench.drawn(try Bench.cook([formula(steps)]).graph.nodes) == [
                "a", "loop u 3x from 1 until step.output.ok && t.output.n > '3' && a.output.go <- a", "  t",
                "end <- a, u",
            ])
    }

    @Test("a million rounds are a few nodes, and more than can be counted are refused")
    func size() throws {
        let loop = { (count: String) in Bench.loop("l", .count(count), [Bench.step("a"), Bench.step("b: a")]) }
        #expect(GraphIndex(try Bench.cook([formula([loop("1048575")])]).graph).count == 2_097_151)
        let tooMany =
            #"test.toml:1: steps: "test" has more than 1099511627776 steps. Let its loops go round less often."#
        #expect(Bench.problems([formula([loop("1099511627776")])]) == [tooMany])
        let nested = Bench.loop("o", .count("9000000000000000000"), [loop("9000000000000000000")])
        #expect(Bench.problems([formula([nested])]) == [tooMany])
    }

    @Test("needs across a loop's edge and counts that change are refused")
    func problems() {
        let steps = [
            Bench.loop(
                "l", .count("2"), by: "i", [Bench.step("x: l"), Bench.loop("m", .count("{i}"), [Bench.step("y")])]),
            Bench.step("after: x"), Bench.step("deep: y"),
        ]
        #expect(
            Bench.problems([formula(steps)]) == [
                #"test.toml:1: steps: "x" needs "l", the loop that it is a part of. Take the need out: a part begins when its loop may."#,
                #"test.toml:1: steps: "x" is a step of the loop "l", and has no end of its own. Need the loop: "l"."#,
                #"test.toml:1: steps: "y" is a step of the loop "l", and has no end of its own. Need the loop: "l"."#,
            ])
        #expect(
            Bench.problems([
                formula(
                    Array(steps.prefix(1)).map { step in
                        var step = step
                        step.loop?.body[0].needs = []
                        return step
                    })
            ]) == [
                #"test.toml:1: steps: "{i}" asks for {i}, which changes as the loop around goes round. A loop goes round equally often each time: ask for a variable of the formula."#
            ])
        #expect(
            Bench.problems([formula([Bench.loop("l", .count("-1"), [Bench.step("x")])])]) == [
                #"test.toml:1: steps: how often "-1" is can't be told: it is -1, and nothing goes round less than 0 times, at character 1. Write numbers, {variables}, + - * / ^ and brackets; a range is a..b."#
            ])
    }

    @Test("conditions in a body can't ask for the loop's variable, nor may a value name it")
    func names() {
        let body = [Bench.when("x", "{{i}} == 2"), Bench.step("y") { $0.said.title = "{{n}}" }]
        #expect(
            Bench.problems([formula([Bench.loop("l", .count("2"), by: "i", body)])], ["n": "{{i}}"]) == [
                #"test.toml:1: steps: the condition of "x" asks for {{i}}, which changes as the loop goes round. Ask for a variable of the formula, or for what a step gave."#,
                #"test.toml:1: steps: the value of "n" has {{i}} in it, which the loop around would fill in. Give another value, or call the loop's variable something else."#,
            ])
        #expect(
            Bench.problems([formula([Bench.loop("l", .count("2"), by: "n", [Bench.step("x")])])]) == [
                #"warning: test.toml:1: steps: the loop's variable "n" hides another of that name. Call one of them something else."#
            ])
        #expect(
            Bench.problems([formula([Bench.loop("l", .count("2"), by: "2n", [Bench.step("x")])])]) == [
                #"test.toml:1: steps: "2n" is no name for the variable of a loop. Letters, digits and _, not beginning with a digit."#
            ])
    }

    @Test("a body's cycle is found too, and one through the loop's own needs")
    func cycles() {
        #expect(
            Bench.problems([
                formula([
                    Bench.loop("l", .count("2"), [Bench.step("x: y"), Bench.step("y: x"), Bench.step("z: a")]),
                    Bench.step("a: l"),
                ])
            ]) == [
                "test.toml:1: steps: steps wait for each other: x -> y -> x. Take one of these needs out.",
                "test.toml:1: steps: steps wait for each other: l -> a -> l. Take one of these needs out.",
            ])
    }
}

import Formulas
import Testing
import TownModel

@Suite("Steps are put around others")
struct CookingAdviceTests {
    private let chain = [Bench.step("a"), Bench.step("b: a"), Bench.step("c: b")]

    private func advised(_ steps: [FormulaStep], _ advice: [Advice], _ change: (inout Formula) -> Void = { _ in })
        -> Formula
    {
        Bench.formula("test", .workflow, steps) {
            $0.advice = advice
            change(&$0)
        }
    }

    @Test("the first before takes over the needs, whoever needed the step needs the last after")
    func around() throws {
        let advice = Bench.advice(
            "b", before: [Bench.step("{step.id}-1"), Bench.step("{step.id}-2")],
            after: [Bench.step("{step.id}-3"), Bench.step("{step.id}-4")])
        #expect(
            Bench.drawn(try Bench.cook([advised(chain, [advice])]).graph.nodes) == [
                "a", "b-1 <- a", "b-2 <- b-1", "b <- b-2", "b-3 <- b", "b-4 <- b-3", "c <- b-4",
            ])
    }

    @Test("a glob meets many, and never what the same formula put in")
    func globs() throws {
        let star = Bench.advice("*", before: [Bench.step("pre-{step.id}")], after: [Bench.step("post-{step.id}")])
        let second = Bench.advice("*b", after: [Bench.step("last-{step.id}")])
        #expect(
            Bench.drawn(try Bench.cook([advised([Bench.step("a"), Bench.step("b: a")], [star, second])]).graph.nodes)
                == [
                    "pre-a", "a <- pre-a", "post-a <- a", "pre-b <- post-a", "b <- pre-b", "last-b <- b",
                    "post-b <- last-b",
                ])
    }

    @Test("advice acts inside of groups and bodies")
    func inside() throws {
        let steps = [
            Bench.group("g", [Bench.step("x1"), Bench.step("y: x1")]),
            Bench.loop("l", .count("2"), [Bench.step("x2"), Bench.step("z: x2 x1")]), Bench.step("end: g l"),
        ]
        let advice = Bench.advice("x?", before: [Bench.step("{step.id}-in")], after: [Bench.step("{step.id}-out")])
        #expect(
            Bench.drawn(try Bench.cook([advised(steps, [advice])]).graph.nodes) == [
                "group g", "  x1-in", "  x1 <- x1-in", "  x1-out <- x1", "  y <- x1-out",
                "loop l 2x from 1 <- x1-out", "  x2-in", "  x2 <- x2-in", "  x2-out <- x2", "  z <- x2-out",
                "end <- g, l",
            ])
    }

    @Test("pointcuts say where an aspect may act: by glob, type and label")
    func pointcuts() throws {
        let steps = [
            Bench.step("a") { $0.said.type = .bug }, Bench.step("b: a") { $0.said.labels = ["risky"] },
            Bench.step("c: b"),
            Bench.step("d: c"),
        ]
        let aspect = Bench.formula("audit", .aspect) {
            $0.advice = [Bench.advice("*", after: [Bench.step("{step.id}+")])]
            $0.pointcuts = [
                Pointcut(type: "bug", place: Bench.place()), Pointcut(label: "risky", place: Bench.place()),
                Pointcut(glob: "[d-z]", type: "task", place: Bench.place()),
            ]
        }
        let formula = Bench.formula("test", .workflow, steps) { $0.aspects = [Placed("audit", at: Bench.place())] }
        #expect(
            Bench.drawn(try Bench.cook([formula, aspect]).graph.nodes) == [
                "a", "a+ <- a", "b <- a+", "b+ <- b", "c <- b+", "d <- c", "d+ <- d",
            ])
    }

    @Test("a later aspect meets what an earlier one put in; aspects extend aspects")
    func aspects() throws {
        let base = Bench.formula("base", .aspect) { $0.advice = [Bench.advice("b", before: [Bench.step("check")])] }
        let one = Bench.formula("one", .aspect) { $0.extends = [Placed("base", at: Bench.place())] }
        let two = Bench.formula("two", .aspect) { $0.advice = [Bench.advice("check", before: [Bench.step("first")])] }
        let formula = Bench.formula("test", .workflow, chain) {
            $0.aspects = ["one", "two"].map { Placed($0, at: Bench.place()) }
        }
        #expect(
            Bench.drawn(try Bench.cook([formula, base, one, two]).graph.nodes) == [
                "a", "first <- a", "check <- first", "b <- check", "c <- b",
            ])
    }

    @Test("what variables leave out goes with what was put around it, and no order is lost")
    func leavesTogether() throws {
        let steps = [Bench.step("a"), Bench.when("b: a", "{{on}}"), Bench.step("c: b")]
        let formula = advised(steps, [Bench.advice("b", before: [Bench.step("pre")], after: [Bench.step("post")])]) {
            $0.variables = [Bench.variable("on")]
        }
        #expect(Bench.drawn(try Bench.cook([formula], ["on": "0"]).graph.nodes) == ["a", "c <- a"])
        #expect(
            Bench.drawn(try Bench.cook([formula], ["on": "1"]).graph.nodes) == [
                "a", "pre <- a", "b <- pre", "post <- b", "c <- post",
            ])
    }

    @Test("a step that asks for an output of what it needs goes on needing it")
    func keepsOutputs() throws {
        let steps = [Bench.step("a"), Bench.when("b: a", "no_response")]
        let advice = [Bench.advice("b", before: [Bench.step("pre")]), Bench.advice("a", after: [Bench.step("post")])]
        #expect(
            Bench.drawn(try Bench.cook([advised(steps, advice)]).graph.nodes) == [
                "a", "post <- a", "pre <- post", "b <- a, post, pre",
            ])
    }

    @Test("the step's texts are filled in, and waits_for goes with the needs")
    func texts() throws {
        let pre = Bench.step("p: {step.id}0") {
            $0.said.title = "{step.title}/{step.description}"
            $0.said.metadata = ["for": "{step.id}"]
        }
        let target = Bench.step("b: a") {
            $0.said.description = "D"
            $0.waitsFor = Placed(WaitsFor(rule: .allChildren), at: Bench.place())
        }
        let nodes = try Bench.cook([
            advised([Bench.step("a"), Bench.step("b0"), target], [Bench.advice("b", before: [pre])])
        ]).graph.nodes
        #expect(Bench.drawn(nodes) == ["a", "b0", "p <- a all-children, b0", "b <- p"])
        #expect(nodes[2].step.title == "T b/D" && nodes[2].step.metadata == ["for": "b"])
    }

    @Test("advice that fits no step is a warning, one that comes in twice an error, a wrong aspect too")
    func problems() {
        #expect(
            Bench.problems([advised(chain, [Bench.advice("dd", before: [Bench.step("p")])])]) == [
                #"warning: test.toml:5: advice[1]: the advice for "dd" fits no step. There is "a", "b", "c"."#
            ])
        #expect(
            Bench.problems([advised(chain, [Bench.advice("[ab]", before: [Bench.step("p", line: 7)])])]) == [
                #"test.toml:7: steps: the step "p" comes in twice. Let its id name the step that it is put around: "{step.id}-p", or "{target}.p"."#
            ])
        let formula = Bench.formula("test", .workflow, chain) {
            $0.aspects = ["exp", "test", "adit"].map { Placed($0, at: Bench.place(3, "compose.aspects")) }
        }
        let expansion = Bench.formula("exp", .expansion, [Bench.step("{target}")])
        #expect(
            Bench.problems([formula, expansion, Bench.formula("audit", .aspect)]) == [
                #"test.toml:3: compose.aspects: "exp" is of type expansion, not an aspect. Name it in compose.expand."#,
                #"test.toml:3: compose.aspects: "test" is of type workflow, not an aspect. Name a formula of type aspect."#,
                #"test.toml:3: compose.aspects: there is no formula "adit". Did you mean "audit"?"#,
            ])
    }
}

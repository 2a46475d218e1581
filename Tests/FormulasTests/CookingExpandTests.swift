import Formulas
import Testing
import TownModel

@Suite("A step's place is taken by a template")
struct CookingExpandTests {
    private func rule(_ target: String, _ formula: String = "exp", _ variables: [String: String] = [:]) -> ExpandRule {
        ExpandRule(target: target, formula: formula, variables: variables, place: Bench.place(8, "compose.expand[1]"))
    }

    private func whole(_ steps: [FormulaStep], _ rules: [ExpandRule]) -> Formula {
        Bench.formula("test", .workflow, steps) { $0.expansions = rules }
    }

    /// Two beginnings, two ends.
    private let wide = Bench.formula(
        "exp", .expansion,
        [
            Bench.step("{target}.a"), Bench.step("{target}.b"), Bench.step("{target}.c: {target}.a {target}.b"),
            Bench.step("{target}.d: {target}.a"),
        ])

    @Test("whoever needed the step needs all ends of the template, its beginnings wait for what the step waited for")
    func ends() throws {
        let graph = try Bench.cook([
            whole([Bench.step("pre"), Bench.step("x: pre"), Bench.step("post: x pre")], [rule("x")]), wide,
        ]).graph
        #expect(
            Bench.drawn(graph.nodes) == [
                "pre", "x.a <- pre", "x.b <- pre", "x.c <- x.a, x.b", "x.d <- x.a", "post <- pre, x.c, x.d",
            ])
    }

    @Test("targets in groups and in loops are met, and later rules meet what earlier ones put in")
    func inside() throws {
        let one = Bench.formula("one", .expansion, [Bench.step("{target}.1"), Bench.step("{target}.2: {target}.1")])
        let graph = try Bench.cook([
            whole(
                [
                    Bench.group("g", [Bench.step("x"), Bench.step("y: x")]),
                    Bench.loop("l: x", .count("2"), [Bench.step("z"), Bench.step("w: z x")]),
                ], [rule("x", "one"), rule("z", "one"), rule("x.2", "one")]), one,
        ]).graph
        #expect(
            Bench.drawn(graph.nodes) == [
                "group g", "  x.1", "  x.2.1 <- x.1", "  x.2.2 <- x.2.1", "  y <- x.2.2", "loop l 2x from 1 <- x.2.2",
                "  z.1", "  z.2 <- z.1", "  w <- z.2",
            ])
    }

    @Test("the target's texts, the rule's variables and the template's defaults are filled in everywhere, once")
    func words() throws {
        let template = Bench.step("{target.id}-{kind}") {
            $0.said.title = "{kind} of {target.title}, {other}, {unknown}, {{feature}}"
            $0.said.description = "{target.description}"
            $0.said.acceptance = "{kind} done"
            $0.said.notes = "{target}"
            $0.said.run = "make {kind} {{feature}}"
            $0.said.metadata = ["k": "{kind}"]
            $0.said.gate = StepGate(kind: .exec, subject: "test {kind} = {{feature}}")
        }
        let expansion = Bench.formula("exp", .expansion, [template]) {
            $0.variables = [
                Bench.variable("kind") { $0.defaultValue = "unit" },
                Bench.variable("other") { $0.defaultValue = "{kind}" },
            ]
        }
        let target = Bench.step("x") { $0.said.description = "D {kind}" }
        let formula = Bench.formula("test", .workflow, [target]) {
            $0.expansions = [rule("x", "exp", ["kind": "load"])]
            $0.variables = [Bench.variable("feature")]
        }
        let step = try #require(try Bench.cook([formula, expansion], ["feature": "F; rm"]).graph.nodes.first?.step)
        #expect(step.id == "x-load")
        #expect(step.title == "load of T x, {kind}, {unknown}, F; rm")
        #expect(step.description == "D {kind}" && step.acceptance == "load done" && step.notes == "x")
        #expect(step.run == "make load ${GT_VAR_feature}" && step.metadata == ["k": "load"])
        #expect(step.gate?.subject == "test load = ${GT_VAR_feature}")
    }

    @Test("nothing that the target said is lost")
    func keeps() throws {
        let target = Bench.step("x: pre") {
            $0.said.gate = StepGate(kind: .human)
            $0.said.labels = ["l"]
            $0.said.priority = .high
            $0.said.assignee = "me"
            $0.said.acceptance = "done"
            $0.said.timeoutSeconds = 60
            $0.said.retry = RetryRule(attemptsMax: 3)
            $0.waitsFor = Placed(WaitsFor(rule: .allChildren), at: Bench.place())
            $0.condition = Placed("{{on}}", at: Bench.place())
        }
        let template = [
            Bench.step("{target}.a") { $0.said.labels = ["own"] },
            Bench.step("{target}.b: {target}.a") { $0.condition = Placed("pre.output.go", at: Bench.place()) },
        ]
        let formula = Bench.formula("test", .workflow, [Bench.step("pre"), target, Bench.step("post: x")]) {
            $0.expansions = [rule("x")]
            $0.variables = [Bench.variable("on") { $0.defaultValue = "yes" }]
        }
        let all = [formula, Bench.formula("exp", .expansion, template)]
        let nodes = try Bench.cook(all).graph.nodes
        #expect(Bench.drawn(nodes) == ["pre", "x.a <- pre all-children", "x.b <- x.a", "post <- x.b"])
        let a = nodes[1].step, b = nodes[2].step
        #expect(a.gate?.kind == .human && b.gate == nil)
        #expect(a.labels == ["own"] && b.labels == ["l"])
        for step in [a, b] {
            #expect(step.priority == .high && step.assignee == "me")
            #expect(step.timeoutSeconds == 60 && step.retry == RetryRule(attemptsMax: 3))
        }
        #expect(a.acceptance == nil && b.acceptance == "done")
        #expect(a.condition == nil && b.condition?.steps == ["pre"])
        #expect(Bench.drawn(try Bench.cook(all, ["on": "no"]).graph.nodes) == ["pre", "post <- pre all-children"])
    }

    @Test("what has no place in a template is refused by name")
    func refusals() {
        let steps = [
            Bench.group("g", [Bench.step("in")]), Bench.loop("l", .count("2"), [Bench.step("b")]),
            Bench.step("r") { $0.said.run = "make" },
            Bench.step("f") { $0.said.fanOut = FanOut(over: "o", formula: "test") },
        ]
        #expect(
            Bench.problems([
                whole(
                    steps,
                    [rule("g"), rule("l"), rule("r"), rule("f"), rule("rr"), rule("in", "test"), rule("in", "expp")]),
                wide,
            ]) == [
                #"test.toml:8: compose.expand[1]: "g" has parts, which an expansion would lose. Name one of its parts as the target."#,
                #"test.toml:8: compose.expand[1]: "l" has a loop, which an expansion would lose. Name a step of its body as the target."#,
                #"test.toml:8: compose.expand[1]: "r" has a run, which an expansion would lose. Put the command into the template."#,
                #"test.toml:8: compose.expand[1]: "f" has an on_complete, which an expansion would lose. Put it into the template."#,
                #"test.toml:8: compose.expand[1]: there is no step "rr" to expand. Did you mean "r"?"#,
                #"test.toml:8: compose.expand[1]: "test" is of type workflow, not an expansion. Name a formula that has a template."#,
                #"test.toml:8: compose.expand[1]: there is no formula "expp". Did you mean "exp"?"#,
            ])
    }

    @Test("a template without steps would lose what the target stands between, and is refused")
    func empty() {
        let steps = [Bench.step("a"), Bench.step("x: a"), Bench.step("b: x")]
        #expect(
            Bench.problems([whole(steps, [rule("x")]), Bench.formula("exp", .expansion)]) == [
                #"test.toml:8: compose.expand[1]: the template of "exp" has no steps. Add [[template]] to it."#
            ])
    }

    @Test("a rule's variables are checked as a formula's are")
    func variables() {
        let expansion = Bench.formula("exp", .expansion, [Bench.step("{target}.{kind}")]) {
            $0.variables = [
                Bench.variable("kind") { $0.allowed = ["unit", "load"] },
                Bench.variable("must") { $0.isRequired = true },
            ]
        }
        #expect(
            Bench.problems([whole([Bench.step("x")], [rule("x", "exp", ["kind": "odd", "kin": "1"])]), expansion]) == [
                #"test.toml:8: compose.expand[1]: "odd" is no value for "kind". It may be "unit" or "load"."#,
                #"test.toml:8: compose.expand[1]: "exp" needs the variable "must". Give it in the rule's vars."#,
                #"test.toml:8: compose.expand[1]: "exp" has no variable "kin". Did you mean "kind"?"#,
            ])
    }

    @Test("a step that waits for the children of what becomes several is refused; of one end it follows")
    func spawner() throws {
        let wait: (inout FormulaStep) -> Void = { $0.waitsFor = Placed(WaitsFor(rule: .anyChild), at: Bench.place()) }
        let steps = [Bench.step("x"), Bench.step("y: x", wait)]
        #expect(
            Bench.problems([whole(steps, [rule("x")]), wide]) == [
                #"test.toml:8: compose.expand[1]: a step waits for the children of "x", which becomes 2 ends. Let it wait for the children of one step of the template."#
            ])
        let one = Bench.formula("exp", .expansion, [Bench.step("{target}.a"), Bench.step("{target}.b: {target}.a")])
        #expect(
            Bench.drawn(try Bench.cook([whole(steps, [rule("x")]), one]).graph.nodes) == [
                "x.a", "x.b <- x.a", "y <- x.b any-children",
            ])
    }
}

import Formulas
import Testing
import TownModel

@Suite("Variables are asked for, checked and filled in")
struct CookingVariableTests {
    private func asking(_ variables: [FormulaVariable], _ title: String = "T") -> Formula {
        Bench.formula("test", .workflow, [Bench.step("a") { $0.said.title = title }]) { $0.variables = variables }
    }

    @Test("every text has them filled in, and a shell only ever sees the name")
    func fills() throws {
        let step = Bench.step("a") {
            $0.said.title = "{{x}}"
            $0.said.description = "d {{x}} {{ x }} {{.x}} {x}"
            $0.said.notes = "n {{x}}"
            $0.said.acceptance = "{{x}}{{x}}"
            $0.said.assignee = "{{x}}"
            $0.said.labels = ["l-{{x}}"]
            $0.said.metadata = ["k": "{{x}}"]
            $0.said.gate = StepGate(kind: .bead, subject: "{{x}}")
            $0.said.run = "echo {{x}} \"{{x}}\""
            $0.said.fanOut = FanOut(over: "o", formula: "test", variables: ["v": "{{x}} {item}"])
        }
        let formula = Bench.formula("test", .workflow, [step]) {
            $0.variables = [Bench.variable("x")]
            $0.description = "about {{x}}"
        }
        let graph = try Bench.cook([formula], ["x": "V"]).graph
        var said = GraphStep(id: "a", title: "V")
        said.description = "d V {{ x }} {{.x}} {x}"
        said.notes = "n V"
        said.acceptance = "VV"
        said.assignee = "V"
        said.labels = ["l-V"]
        said.metadata = ["k": "V"]
        said.gate = StepGate(kind: .bead, subject: "V")
        said.run = "echo ${GT_VAR_x} \"${GT_VAR_x}\""
        said.fanOut = FanOut(over: "o", formula: "test", variables: ["v": "V {item}"])
        #expect(graph.nodes.map(\.step) == [said])
        #expect(graph.title == "test" && graph.description == "about V" && graph.variables == ["x": "V"])
    }

    @Test("a value is never filled in itself")
    func once() throws {
        let formula = asking([Bench.variable("x"), Bench.variable("y") { $0.defaultValue = "Y{{x}}" }], "{{x}} {{y}}")
        #expect(try Bench.cook([formula], ["x": "{{y}}"]).graph.nodes[0].step.title == "{{y}} Y{{x}}")
    }

    @Test("the variables title and desc are the root's texts")
    func root() throws {
        let formula = asking([Bench.variable("title"), Bench.variable("desc")])
        let graph = try Bench.cook([formula], ["title": "Root", "desc": "About"]).graph
        #expect(graph.title == "Root" && graph.description == "About")
    }

    @Test("in a draft what has no value stays as it is written; what nobody declared is a warning")
    func draft() throws {
        let formula = asking([Bench.variable("x") { $0.isRequired = true }], "{{x}} {{yy}}")
        let dish = try Bench.cook([formula], mode: .draft)
        #expect(dish.graph.nodes[0].step.title == "{{x}} {{yy}}" && dish.graph.variables.isEmpty)
        #expect(
            dish.warnings.map(\.description) == [
                #"test.toml:1: steps: {{yy}} is no variable of "test". There is "x"."#
            ])
    }

    @Test("what is used must have a value before anything is poured")
    func ready() throws {
        let formula = asking(
            [Bench.variable("feature"), Bench.variable("unused")], "{{feature}} {{featur}} {{feature}}")
        #expect(
            Bench.problems([formula]) == [
                #"test.toml:1: steps: {{feature}} is used and has no value. Give a value for "feature"."#,
                #"test.toml:1: steps: {{featur}} is no variable of "test". Did you mean "feature"?"#,
            ])
        let given = try Bench.cook([formula], ["feature": "F", "featur": "G"])
        #expect(given.graph.nodes[0].step.title == "F G F")
    }

    @Test("all that is wrong with values is said at once, and what nobody asked for is refused")
    func checks() {
        let variables = [
            Bench.variable("must") {
                $0.isRequired = true
                $0.description = "What to do"
            },
            Bench.variable("level") { $0.allowed = ["low", "high"] },
            Bench.variable("count") { $0.kind = .int },
            Bench.variable("flag") {
                $0.kind = .bool
                $0.defaultValue = "maybe"
            },
            Bench.variable("version") { $0.pattern = #"\d+\.\d+"# },
            Bench.variable("bad") {
                $0.pattern = "["
                $0.defaultValue = "x"
            },
        ]
        #expect(
            Bench.problems(
                [asking(variables)], ["level": "mid", "count": "1.5", "version": "v1.2", "lvel": "x", "zzzzzz": ""])
                == [
                    #""test" has no variable "lvel". Did you mean "level"?"#,
                    #""test" has no variable "zzzzzz". There is "bad", "count", "flag", "level", "must", "version"."#,
                    #"test.toml:9: vars.must: the variable "must" is required. Give a value for "must" (What to do)."#,
                    #"test.toml:9: vars.level: "mid" is no value for "level". It may be "low" or "high"."#,
                    #"test.toml:9: vars.count: "1.5" is no value for "count". It must be a whole number."#,
                    #"test.toml:9: vars.flag: "maybe" is no value for "flag". It may be "true" or "false"."#,
                    #"test.toml:9: vars.version: "v1.2" is no value for "version". The whole of it must match \d+\.\d+"#,
                    #"test.toml:9: vars.bad: the pattern of "bad" is no regular expression: [. Correct it, or take it out."#,
                ])
    }

    @Test("one of several may be enough, and the others are empty then")
    func requiredUnless() throws {
        let formula = asking(
            [
                Bench.variable("pr") { $0.requiredUnless = ["files"] },
                Bench.variable("files") { $0.requiredUnless = ["pr"] },
            ], "{{pr}}/{{files}}")
        #expect(try Bench.cook([formula], ["files": "*"]).graph.nodes[0].step.title == "/*")
        #expect(
            Bench.problems([formula]) == [
                #"test.toml:9: vars.pr: "pr" or "files" is required. Give one of them."#,
                #"test.toml:9: vars.files: "files" or "pr" is required. Give one of them."#,
            ])
    }
}

import Formulas
import Testing
import TownModel
import TownTesting

@Suite("Formulas read from their files")
struct ReadingTests {
    static let names = [
        "beads-release", "code-review", "mol-deacon-patrol", "mol-polecat-conflict-resolve",
        "mol-polecat-work-monorepo-tdd", "mol-polecat-work-monorepo", "mol-polecat-work", "mol-refinery-patrol",
        "mol-shutdown-dance", "mol-witness-patrol", "rule-of-five", "security-audit", "shiny-enterprise",
        "shiny-secure", "shiny", "tdd-cycle", "towers-of-hanoi-7", "towers-of-hanoi",
    ]

    static let warnings = [
        "mol-shutdown-dance": [
            "mol-shutdown-dance.formula.toml:518: vars.requester.required: a variable with a default is never required. "
                + "Take required or default out"
        ]
    ]

    @Test(
        "every real formula is read without errors, with all of its steps", .enabled(if: RealFiles.isShared),
        arguments: names)
    func real(name: String) throws {
        let text = String(decoding: try RealFiles.file("formulas/\(name).formula.toml"), as: UTF8.self)
        let (read, problems) = Formula.read(text: text, path: "\(name).formula.toml")
        #expect(problems.map(\.description) == Self.warnings[name, default: []])
        let formula = try #require(read)
        let lines = text.split(separator: "\n")
        #expect(formula.steps.count == lines.count { $0 == "[[steps]]" })
        #expect(formula.template.count == lines.count { $0 == "[[template]]" })
        #expect((formula.convoy?.legs.count ?? 0) == lines.count { $0 == "[[legs]]" })
        #expect(formula.advice.count == lines.count { $0 == "[[advice]]" })
        #expect(formula.pointcuts.count == lines.count { $0 == "[[pointcuts]]" })
    }

    @Test(
        "what is wrong is told with its line, its key and what to do",
        arguments: [
            (
                "x = 1",
                [
                    "f.toml:1: x: there is no key \"x\" here, it does nothing. There are: ",
                    "f.toml:1: \"formula\" is missing. Write formula = \"…\"",
                ]
            ),
            (
                "formula = 'a'\n[[steps]]\nid = 'b'\ntitle = 'B'\nneeds = 'c'\ntimeout = 'soon'",
                [
                    "f.toml:5: steps[1].needs: a list of texts belongs here, not a text. Write a list of texts",
                    "f.toml:6: steps[1].timeout: \"soon\" is no time. Write one like ",
                ]
            ),
            (
                "formula = 'a'\n[[steps]]\nid = 'b'\ntitle = 'B'\nneed = []\n[[steps]]\nid = 'b'\ntitle = 'B'",
                [
                    "f.toml:5: steps[1].need: there is no key \"need\" here, it does nothing. Did you mean \"needs\"?",
                    "f.toml:6: steps[2]: the id \"b\" stands twice, in line 2 and in line 6. Give ",
                ]
            ),
            (
                "formula = 'a'\n[vars.v]\nrequired = true\ndefault = 'x'\n[compose]\nmap = []",
                [
                    "f.toml:3: vars.v.required: a variable with a default is never required. Take ",
                    "f.toml:6: compose.map: \"map\" is not supported. Write one [[compose.expand]] for each step",
                ]
            ),
            ("formula = 'a'\na =", ["f.toml:2: "]),
        ])
    func wrong(text: String, beginnings: [String]) {
        let said = Formula.read(text: text, path: "f.toml").problems.map(\.description)
        #expect(said.count == beginnings.count, "\(said)")
        for (said, beginning) in zip(said, beginnings) { #expect(said.hasPrefix(beginning)) }
    }

    @Test("gates, loops, tries, times and fans are read")
    func flow() throws {
        let text = """
            {"formula": "a", "steps": [
             {"id": "b", "title": "B", "run": "make", "timeout": "1h30m", "retry": {"max_attempts": 3, "backoff": "5s"},
              "gate": {"type": "exec", "command": "true", "timeout": "2h"}, "condition": "{{v}} == x"},
             {"id": "c", "title": "C", "gate": {"type": "conditional", "condition": "b.output.x == '1'"},
              "on_complete": {"for_each": "output.files", "bond": "d", "vars": {"n": "{item}"}, "sequential": true}},
             {"id": "l", "title": "L", "needs": ["b", "c"], "depends_on": ["b"],
              "loop": {"range": "1..3", "var": "i", "body": [{"id": "m", "title": "M"}]}}]}
            """
        let (read, problems) = Formula.read(text: text, path: "a.formula.json")
        #expect(problems.map(\.description) == [])
        let steps = try #require(read).steps
        #expect(steps[0].said.timeoutSeconds == 5400)
        #expect(steps[0].said.retry == RetryRule(attemptsMax: 3, backoffSeconds: 5))
        #expect(steps[0].said.gate == StepGate(kind: .exec, subject: "true", timeoutSeconds: 7200))
        #expect(steps[0].condition?.value == "{{v}} == x")
        #expect(steps[1].said.condition?.text == "b.output.x == '1'")
        #expect(
            steps[1].said.fanOut
                == FanOut(over: "files", formula: "d", variables: ["n": "{item}"], isSequential: true))
        #expect(steps[2].needs.map(\.value) == ["b", "c"])
        #expect(steps[2].loop?.times.value == .range("1..3"))
        #expect(steps[2].loop?.body.map(\.said.id) == ["m"])
    }
}

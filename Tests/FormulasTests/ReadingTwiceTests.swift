import Formulas
import Testing
import TownModel

@Suite("The same formula as TOML and as JSON")
struct ReadingTwiceTests {
    static let toml = """
        formula = "a"
        description = "What it is for"
        version = 2
        phase = "vapor"
        extends = ["base"]
        [vars]
        short = "x"
        count = 3
        [vars.full]
        description = "Which"
        required = true
        enum = ["p", "q"]
        pattern = "p|q"
        type = "string"
        [[steps]]
        id = "b"
        title = "B"
        labels = ["l"]
        priority = 1
        metadata = { n = 1, on = true }
        retry = { max_attempts = 2, backoff = "1m" }
        gate = { type = "event", pattern = "bead.*", timeout = "1h" }
        [[steps]]
        id = "c"
        title = "C"
        needs = ["b"]
        depends_on = ["b", "z"]
        waits_for = "children-of(b)"
        [[steps.children]]
        id = "d"
        title = "D"
        condition = "!{{short}}"
        [[compose.expand]]
        target = "b"
        with = "e"
        vars = { k = "v" }
        [squash]
        trigger = "on_complete"
        include_metrics = true
        """

    static let json = """
        {"formula": "a", "description": "What it is for", "version": 2, "phase": "vapor", "extends": ["base"],
         "vars": {"short": "x", "count": 3, "full": {"description": "Which", "required": true, "enum": ["p", "q"],
           "pattern": "p|q", "type": "string"}},
         "steps": [
           {"id": "b", "title": "B", "labels": ["l"], "priority": 1, "metadata": {"n": 1, "on": true},
            "retry": {"max_attempts": 2, "backoff": "1m"},
            "gate": {"type": "event", "pattern": "bead.*", "timeout": "1h"}},
           {"id": "c", "title": "C", "needs": ["b"], "depends_on": ["b", "z"], "waits_for": "children-of(b)",
            "children": [{"id": "d", "title": "D", "condition": "!{{short}}"}]}],
         "compose": {"expand": [{"target": "b", "with": "e", "vars": {"k": "v"}}]},
         "squash": {"trigger": "on_complete", "include_metrics": true}}
        """

    @Test("both are read as the same, but for their places")
    func same() throws {
        let one = Formula.read(text: Self.toml, path: "a.formula.toml")
        let other = Formula.read(text: Self.json, path: "a.formula.json")
        #expect(one.problems.map(\.description) == [])
        #expect(other.problems.map(\.description) == [])
        let toml = try #require(one.formula), json = try #require(other.formula)
        #expect(toml.steps.map(\.said) == json.steps.map(\.said))
        #expect(toml.steps.map { $0.needs.map(\.value) } == json.steps.map { $0.needs.map(\.value) })
        #expect(toml.steps.map(\.waitsFor?.value) == json.steps.map(\.waitsFor?.value))
        #expect(toml.steps[1].children.map(\.said) == json.steps[1].children.map(\.said))
        #expect(toml.steps[1].children.map(\.condition?.value) == json.steps[1].children.map(\.condition?.value))
        #expect(toml.variables.map(Self.words) == json.variables.map(Self.words))
        #expect(toml.expansions.map(\.variables) == json.expansions.map(\.variables))
        #expect(toml.extends.map(\.value) == json.extends.map(\.value))
        #expect(toml.squash == json.squash)
        #expect([toml.version, json.version] == [2, 2])
        #expect(toml.isVapor && json.isVapor)
        // And that it is what the text says.
        #expect(toml.steps[1].needs.map(\.value) == ["b", "z"])
        #expect(toml.steps[0].said.metadata == ["n": "1", "on": "true"])
        #expect(toml.steps[0].said.gate == StepGate(kind: .event, subject: "bead.*", timeoutSeconds: 3600))
        #expect(toml.variables.first { $0.name == "count" }?.defaultValue == "3")
    }

    private static func words(_ variable: FormulaVariable) -> [String?] {
        [
            variable.name, variable.description, variable.defaultValue, String(variable.isRequired),
            variable.allowed?.joined(separator: " "), variable.pattern, variable.kind.rawValue,
        ]
    }
}

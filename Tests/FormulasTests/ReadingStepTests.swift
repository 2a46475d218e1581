import Formulas
import Testing

@Suite("What is wrong with a step of a formula")
struct ReadingStepTests {
    typealias Row = (text: String, said: [String])

    static let rows: [Row] = [
        (
            "needs = 'c'",
            [
                "5: steps[1].needs: a list of texts belongs here, not a text. Write a list of texts"
            ]
        ),
        (
            "needs = [1, 'c', '']",
            [
                "5: steps[1].needs[1]: it is no text, or empty. Write a text in quotes",
                "5: steps[1].needs[3]: it is no text, or empty. Write a text in quotes",
            ]
        ),
        (
            "depend_on = ['c']",
            [
                "5: steps[1].depend_on: there is no key \"depend_on\" here, it does nothing. Did you mean "
                    + "\"depends_on\"?"
            ]
        ),
        (
            "descripton = 'x'",
            [
                "5: steps[1].descripton: there is no key \"descripton\" here, it does nothing. Did you mean "
                    + "\"description\"?"
            ]
        ),
        (
            "description = 7",
            [
                "5: steps[1].description: a text in quotes belongs here, not a whole number. Write a text in quotes"
            ]
        ),
        (
            "priority = 5",
            [
                "5: steps[1].priority: it is no whole number from 0 to 4. Write one, without quotes"
            ]
        ),
        (
            "priority = '1'",
            [
                "5: steps[1].priority: it is no whole number from 0 to 4. Write one, without quotes"
            ]
        ),
        (
            "type = 'story'",
            [
                "5: steps[1].type: there is no type \"story\" of a step. There are: task, bug, feature, epic, chore"
            ]
        ),
        (
            "interactive = 'yes'",
            [
                "5: steps[1].interactive: true or false belongs here, not a text. Write true or false"
            ]
        ),
        (
            "run = ''",
            [
                "5: steps[1].run: it is empty. Write a shell command"
            ]
        ),
        (
            "timeout = 'soon'",
            [
                "5: steps[1].timeout: \"soon\" is no time. Write one like \"90s\", \"30m\", \"2h\" or \"1h30m\""
            ]
        ),
        (
            "timeout = 30",
            [
                "5: steps[1].timeout: a text in quotes belongs here, not a whole number. Write a text in quotes"
            ]
        ),
        (
            "timeout = '0s'",
            [
                "5: steps[1].timeout: \"0s\" is no time. Write one like \"90s\", \"30m\", \"2h\" or \"1h30m\""
            ]
        ),
        (
            "timeout = '5m1h'",
            [
                "5: steps[1].timeout: \"5m1h\" is no time. Write one like \"90s\", \"30m\", \"2h\" or \"1h30m\""
            ]
        ),
        (
            "metadata = { a = [] }",
            [
                "5: steps[1].metadata.a: a text, a number, true or false belongs here, not a list. Write a "
                    + "text, a number, true or false"
            ]
        ),
        (
            "retry = { backoff = '1s' }",
            [
                "5: steps[1].retry: \"max_attempts\" is missing. Write max_attempts = 3"
            ]
        ),
        (
            "retry = { max_attempts = 0 }",
            [
                "5: steps[1].retry.max_attempts: it is no whole number from 1 to 100. Write one, without quotes"
            ]
        ),
        (
            "retry = { max_attempts = 2, on_exhausted = 'x' }",
            [
                "5: steps[1].retry.on_exhausted: \"on_exhausted\" is not supported. Take it out: the step has "
                    + "failed then"
            ]
        ),
        (
            "waits_for = 'children'",
            [
                "5: steps[1].waits_for: \"children\" is nothing to wait for. There are: all-children, "
                    + "any-children, children-of(<id>)"
            ]
        ),
        (
            "condition = '{{v}} > 3'",
            [
                "5: steps[1].condition: \"{{v}} > 3\" is no condition about a variable. Write {{name}}, "
                    + "!{{name}}, {{name}} == value or {{name}} != value"
            ]
        ),
        (
            "condition = 'a.output.x =='",
            [
                "5: steps[1].condition: no condition: a step's output, a text or a number was expected, at "
                    + "character 14. Write one like plan.output.risk == 'high'"
            ]
        ),
        (
            "gate = 'human'",
            [
                "5: steps[1].gate: a table belongs here, not a text. Write a table"
            ]
        ),
        (
            "gate = {}",
            [
                "5: steps[1].gate: \"type\" is missing. Write type = \"…\""
            ]
        ),
        (
            "gate = { type = 'moon' }",
            [
                "5: steps[1].gate.type: there is no gate \"moon\". There are: human, timer, bead, mail, event, "
                    + "exec, gh:run, gh:pr, conditional"
            ]
        ),
        (
            "gate = { type = 'timer' }",
            [
                "5: steps[1].gate: a timer has no \"timeout\". Write timeout = \"30m\""
            ]
        ),
        (
            "gate = { type = 'bead' }",
            [
                "5: steps[1].gate: \"id\" is missing. Write id = \"…\": what the gate looks at"
            ]
        ),
        (
            "gate = { type = 'event', pattern = '*..landed' }",
            [
                "5: steps[1].gate: \"*..landed\" has an empty word between its dots. "
                    + "Write a pattern as of gt tap: *.mr.landed"
            ]
        ),
        (
            "gate = { type = 'event' }",
            [
                "5: steps[1].gate: \"pattern\" is missing. Write pattern = \"…\": what the gate looks at"
            ]
        ),
        (
            "gate = { type = 'exec', command = '' }",
            [
                "5: steps[1].gate: \"command\" is missing. Write command = \"…\": what the gate looks at"
            ]
        ),
        (
            "gate = { type = 'gh:pr', id = '1', await_id = '1' }",
            [
                "5: steps[1].gate.await_id: it says the same as \"id\". Take one of them out"
            ]
        ),
        (
            "gate = { type = 'conditional' }",
            [
                "5: steps[1].gate: \"condition\" is missing. Write condition = \"…\""
            ]
        ),
        (
            "condition = 'x'\ngate = { type = 'conditional', condition = 'y' }",
            [
                "6: steps[1].gate.condition: the step has a condition already. Join both with &&"
            ]
        ),
        (
            "gate = { type = 'human' }\nchildren = [{ id = 'c', title = 'C' }]",
            [
                "5: steps[1].gate: a step with children is a group and has no gate. Put it on a step that its "
                    + "parts need"
            ]
        ),
        (
            "timeout = '1h'\nchildren = [{ id = 'c', title = 'C' }]",
            [
                "5: steps[1].timeout: a step with children is a group and has no timeout. Put it on a step that "
                    + "its parts need"
            ]
        ),
        (
            "children = [{ id = 'b', title = 'C' }]",
            [
                "5: steps[1].children[1]: the id \"b\" stands twice, in line 2 and in line 5. Give one of them "
                    + "another id"
            ]
        ),
        (
            "children = [{ id = 'c', title = 'C' }, { id = 'c', title = 'D' }]",
            [
                "5: steps[1].children[2]: the id \"c\" stands twice, in line 5 and in line 5. Give one of them "
                    + "another id"
            ]
        ),
        (
            "loop = { count = 2, body = [{ id = 'b', title = 'C' }] }",
            [
                "5: steps[1].loop.body[1]: the id \"b\" stands twice, in line 2 and in line 5. Give one of them "
                    + "another id"
            ]
        ),
        (
            "loop = { count = 2 }",
            [
                "5: steps[1].loop: the loop has no body. Write [[…loop.body]] steps"
            ]
        ),
        (
            "loop = { body = [{ id = 'c', title = 'C' }] }",
            [
                "5: steps[1].loop: a loop has exactly one of count, until and range, not 0. Keep one of them"
            ]
        ),
        (
            "loop = { count = 1, range = '1..2', body = [{ id = 'c', title = 'C' }] }",
            [
                "5: steps[1].loop: a loop has exactly one of count, until and range, not 2. Keep one of them"
            ]
        ),
        (
            "loop = { until = 'step.output.ok', body = [{ id = 'c', title = 'C' }] }",
            [
                "5: steps[1].loop: a loop with until has no \"max\". Write max = 10"
            ]
        ),
        (
            "loop = { count = 1, max = 2, body = [{ id = 'c', title = 'C' }] }",
            [
                "5: steps[1].loop.max: \"max\" goes with until only. Take it out"
            ]
        ),
        (
            "loop = { count = 1, for_each = 'x', body = [{ id = 'c', title = 'C' }] }",
            [
                "5: steps[1].loop.for_each: \"for_each\" is not supported. Write on_complete = { for_each = "
                    + "\"output.<path>\", bond = \"<formula>\" }"
            ]
        ),
        (
            "on_complete = { for_each = 'files', bond = 'd' }",
            [
                "5: steps[1].on_complete.for_each: \"files\" is no part of the output. Write \"output.<path>\""
            ]
        ),
        (
            "on_complete = { for_each = 'output.x' }",
            [
                "5: steps[1].on_complete: \"bond\" is missing. Write bond = \"…\""
            ]
        ),
        (
            "on_complete = { for_each = 'output.x', bond = 'd', parallel = true, sequential = true }",
            [
                "5: steps[1].on_complete.sequential: parallel and sequential exclude each other. Keep one of them"
            ]
        ),
        (
            "expand = 'd'",
            [
                "5: steps[1].expand: \"expand\" is not supported. Name the step in [[compose.expand]] with "
                    + "target and with"
            ]
        ),
        (
            "expand_vars = {}",
            [
                "5: steps[1].expand_vars: \"expand_vars\" is not supported. Write vars in [[compose.expand]]"
            ]
        ),
        (
            "ralph = {}",
            [
                "5: steps[1].ralph: \"ralph\" is not supported. Write retry = { max_attempts = 3 }, or a loop "
                    + "with until and max"
            ]
        ),
        (
            "description_file = 'x'",
            [
                "5: steps[1].description_file: \"description_file\" is not supported. Write the text itself in "
                    + "description"
            ]
        ),
        (
            "parallel = false",
            [
                "5: steps[1].parallel: steps that do not need each other always go side by side. "
                    + "Let one need the other"
            ]
        ),
        ("parallel = true", []),
    ]

    @Test("each mistake in a step is told by line, key and remedy", arguments: rows)
    func wrong(row: Row) {
        let (formula, problems) = Formula.read(
            text: "formula = 'a'\n[[steps]]\nid = 'b'\ntitle = 'B'\n" + row.text, path: "f.toml")
        #expect(problems.map(\.description) == row.said.map { "f.toml:\($0)" })
        #expect((formula == nil) == problems.contains { $0.severity == .error })
    }
}

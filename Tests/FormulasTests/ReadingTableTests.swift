import Formulas
import Testing

@Suite("What is wrong with a formula around its steps")
struct ReadingTableTests {
    typealias Row = (text: String, said: [String])

    static let rows: [Row] = [
        (
            "version = 0",
            [
                "2: version: it is no whole number from 1 to 1000000. Write one, without quotes"
            ]
        ),
        (
            "type = 'recipe'",
            [
                "2: type: there is no type \"recipe\". There are: workflow, expansion, aspect, convoy"
            ]
        ),
        (
            "phase = 'solid'",
            [
                "2: phase: there is no phase \"solid\". There are: liquid, vapor"
            ]
        ),
        (
            "pour = true\nphase = 'vapor'",
            [
                "3: phase: \"vapor\" and pour = true exclude each other. Take one of them out"
            ]
        ),
        (
            "squash = { trigger = 'never' }",
            [
                "2: squash.trigger: there is no trigger \"never\". There are: on_complete, manual"
            ]
        ),
        (
            "vars = []",
            [
                "2: vars: a table belongs here, not a list. Write a table"
            ]
        ),
        (
            "[vars]\n1a = 'x'",
            [
                "3: vars.1a: \"1a\" is no name of a variable. A name has letters, digits and _, and begins with "
                    + "no digit"
            ]
        ),
        (
            "[vars.v]\ntype = 'float'",
            [
                "3: vars.v.type: there is no type \"float\". There are: string, int (or number), bool"
            ]
        ),
        (
            "[vars.v]\nenum = []",
            [
                "3: vars.v.enum: nothing is allowed. Write the values, or take it out"
            ]
        ),
        (
            "[vars.v]\nrequird = true",
            [
                "3: vars.v.requird: there is no key \"requird\" here, it does nothing. Did you mean \"required\"?"
            ]
        ),
        (
            "[[steps]]\ntitle = 'B'",
            [
                "2: steps[1]: \"id\" is missing. Write id = \"…\""
            ]
        ),
        (
            "[[steps]]\nid = ''\ntitle = ''",
            [
                "3: steps[1].id: it is empty. Write a text",
                "4: steps[1].title: it is empty. Write a text",
            ]
        ),
        (
            "[[steps]]\nid = 'b c'\ntitle = 'B'",
            [
                "3: steps[1].id: \"b c\" is no id. An id has letters, digits, \"_\", \"-\" and \".\""
            ]
        ),
        (
            "[[steps]]\nid = '{x}'\ntitle = 'B'",
            [
                "3: steps[1].id: \"{x}\" is no id. An id has letters, digits, \"_\", \"-\" and \".\""
            ]
        ),
        ("type = 'expansion'\n[[template]]\nid = '{target}.a'\ntitle = 'B'", []),
        (
            "[compose]\nbranch = []\ngate = []\nhooks = []\nbond_points = []",
            [
                "3: compose.branch: \"branch\" is not supported. Write needs on the steps that join",
                "4: compose.gate: \"gate\" is not supported. Write gate or condition on the step",
                "5: compose.hooks: \"hooks\" is not supported. Write the steps, each with a condition",
                "6: compose.bond_points: \"bond_points\" is not supported. Write on_complete on the step, or "
                    + "bond the molecules when they are made",
            ]
        ),
        (
            "hooks = []",
            [
                "2: hooks: \"hooks\" is not supported. Write the steps, each with a condition"
            ]
        ),
        (
            "aspects = ['x']",
            [
                "2: aspects: \"aspects\" is not supported. Name aspects in compose.aspects, or write [[advice]] "
                    + "tables and type = \"aspect\""
            ]
        ),
        (
            "[[compose.expand]]\ntarget = 'b'",
            [
                "2: compose.expand[1]: \"with\" is missing. Write with = \"…\""
            ]
        ),
        (
            "[[advice]]\ntarget = 'b'",
            [
                "2: advice[1]: the advice has no steps. Write before, after or around"
            ]
        ),
        (
            "[[advice]]\ntarget = 'b'\nbefore = { id = 'x', title = 'X' }\nafter = { id = 'x', title = 'X' }",
            [
                "5: advice[1].after: the id \"x\" stands twice, in line 4 and in line 5. Give one of them another id"
            ]
        ),
        (
            "type = 'aspect'\n[[pointcuts]]",
            [
                "3: pointcuts[1]: it chooses no step. Write glob, type or label"
            ]
        ),
        (
            "type = 'workflow'\ntemplate = []",
            [
                "3: template: a formula of type workflow has no \"template\". Write type = \"expansion\", or "
                    + "take it out"
            ]
        ),
        (
            "type = 'aspect'\nsteps = []",
            [
                "3: steps: a formula of type aspect has no \"steps\". Write type = \"workflow\", or take it out"
            ]
        ),
        (
            "type = 'convoy'",
            [
                "1: the convoy has no legs. Write [[legs]] tables"
            ]
        ),
        (
            "type = 'workflow'\nlegs = []",
            [
                "3: legs: \"legs\" belongs to a convoy. Write type = \"convoy\", or take it out"
            ]
        ),
        (
            "[[legs]]\nid = 'l'\ntitle = 'L'\n[[legs]]\nid = 'l'\ntitle = 'M'",
            [
                "5: legs[2]: the id \"l\" stands twice, in line 2 and in line 5. Give one of them another id"
            ]
        ),
        (
            "[[legs]]\nid = 'l'\ntitle = 'L'\n[presets.p]\nlegs = []",
            [
                "5: presets.p: the preset has no legs. Write legs = [\"…\"]"
            ]
        ),
        (
            "[[legs]]\nid = 'l'\ntitle = 'L'\n[output]\ndirectory = 'd'\nleg_pattern = 'p'",
            [
                "5: output: \"synthesis\" is missing. Write synthesis = \"…\""
            ]
        ),
    ]

    @Test("each mistake around the steps is told by line, key and remedy", arguments: rows)
    func wrong(row: Row) {
        let (formula, problems) = Formula.read(text: "formula = 'a'\n" + row.text, path: "f.toml")
        #expect(problems.map(\.description) == row.said.map { "f.toml:\($0)" })
        #expect((formula == nil) == problems.contains { $0.severity == .error })
    }
}

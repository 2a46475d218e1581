import Formulas
import Testing
import TownModel
import TownTesting

@Suite("Legs and a synthesis out of a convoy's plan")
struct ConvoyCookingTests {
    private func place(_ line: Int, _ key: String) -> FormulaPlace {
        FormulaPlace(path: "c.toml", line: line, key: key)
    }

    private func leg(_ id: String, agent: String? = nil) -> ConvoyPlan.Leg {
        var said = GraphStep(id: id, title: "Look at \(id)")
        said.description = "Find {{topic}}."
        said.agent = agent
        return ConvoyPlan.Leg(said: said, focus: "\(id) of {{.topic}}", place: place(3, "legs[1]"))
    }

    private func plan(_ legs: [ConvoyPlan.Leg], needs: [String] = []) -> ConvoyPlan {
        var plan = ConvoyPlan(legs: legs)
        var said = GraphStep(id: "synthesis", title: "Sum up")
        said.description = "Read {{.output.directory}} and write {{.output.synthesis}}."
        plan.synthesis = ConvoyPlan.Synthesis(
            said: said, needs: needs.map { Placed($0, at: place(9, "synthesis.depends_on")) },
            place: place(9, "synthesis"))
        plan.output = ConvoyPlan.LegOutput(
            directory: "out/{{.review_id}}", legPattern: "{{.leg.id}}.md", synthesis: "all.md",
            place: place(5, "output"))
        plan.presets = [
            ConvoyPlan.LegPreset(
                name: "light", description: nil, legs: [Placed("b", at: place(7, "presets.light.legs"))],
                place: place(7, "presets.light"))
        ]
        plan.agent = "fast"
        return plan
    }

    private var formula: Formula {
        var formula = Formula(name: "look", kind: .convoy, source: FormulaSource(path: "c.toml"))
        formula.variables = [FormulaVariable(name: "topic", place: place(2, "vars.topic"))]
        return formula
    }

    private let values = ["topic": "bugs", "review_id": "r1"]

    private func problems(
        _ plan: ConvoyPlan, legs: Cook.LegChoice = .all, variables: [String: String]? = nil
    ) -> [String] {
        do {
            _ = try ConvoyCooking.nodes(formula, plan, legs: legs, variables: variables ?? values)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("each leg is a step with its prompt, its agent and where it writes; the synthesis waits for all")
    func nodes() throws {
        var plan = plan([leg("a"), leg("b", agent: "deep")])
        plan.basePrompt = Placed(
            "{{.leg.title}}: {{.leg.description}} ({{.leg.focus}}) in {{.output_path}} of {{.target_description}}",
            at: place(4, "prompts.base"))
        plan.isReviewOnly = true
        let nodes = try ConvoyCooking.nodes(formula, plan, legs: .all, variables: values)
        #expect(nodes.map(\.step.id) == ["a", "b", "synthesis"])
        #expect(
            nodes[0].step.description == "Look at a: Find bugs. (a of bugs) in out/r1/a.md of topic bugs")
        #expect(nodes[0].step.metadata == ["output": "out/r1/a.md", "focus": "a of bugs"])
        #expect(nodes.map(\.step.agent) == ["fast", "deep", "fast"])
        #expect(nodes.map(\.step.reviewOnly) == [true, true, true])
        #expect(nodes[2].step.description == "Read out/r1 and write all.md.")
        #expect(nodes[2].step.metadata == ["output": "out/r1/all.md"])
        #expect(nodes.map(\.needs) == [[], [], [GraphNeed(0), GraphNeed(1)]])
    }

    @Test("without a base prompt a leg's description is its prompt")
    func noPrompt() throws {
        let nodes = try ConvoyCooking.nodes(formula, plan([leg("b")]), legs: .all, variables: values)
        #expect(nodes[0].step.description == "Find bugs.")
    }

    @Test("the synthesis waits for the legs that it asks for and that run, else for all that run")
    func choices() throws {
        let plan = plan([leg("a"), leg("b"), leg("c")], needs: ["a", "b"])
        func needs(_ legs: Cook.LegChoice) throws -> [[Int]] {
            try ConvoyCooking.nodes(formula, plan, legs: legs, variables: values).map { $0.needs.map(\.node) }
        }
        #expect(try needs(.all) == [[], [], [], [0, 1]])
        #expect(try needs(.preset("light")) == [[], [0]])
        #expect(try needs(.ids(["c", "b", "c"])) == [[], [], [0]])
        #expect(try needs(.ids(["c"])) == [[], [0]])
    }

    @Test("legs that are not there are refused with the nearest")
    func refusesLegs() {
        let good = plan([leg("alpha"), leg("b")])
        #expect(problems(good, legs: .ids(["alhpa"])) == ["there is no leg \"alhpa\". Did you mean \"alpha\"?"])
        #expect(
            problems(good, legs: .ids([])) == [
                "no leg is chosen. Choose of \"alpha\" or \"b\", or leave it out for all."
            ])
        #expect(problems(good, legs: .preset("ligth")) == ["there is no preset \"ligth\". Did you mean \"light\"?"])
        #expect(
            problems(plan([leg("b")], needs: ["z"])) == [
                "c.toml:9: synthesis.depends_on: there is no leg \"z\". Did you mean \"b\"?"
            ])
        #expect(
            problems(plan([leg("x")])).first
                == "c.toml:7: presets.light.legs: there is no leg \"b\". Did you mean \"x\"?")
        #expect(problems(plan([leg("b"), leg("b")])).count == 1)
    }

    @Test(
        "paths that leave the folder are refused, whoever wrote them", arguments: ["../x", "a/../../b", "x\u{1B}[2J"])
    func refusesPaths(review: String) {
        let found = problems(plan([leg("b")]), variables: ["topic": "t", "review_id": review])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("c.toml:5: output.directory: ") == true)
    }

    @Test("an absolute path is refused, and so is one that two legs write")
    func refusesOutputs() {
        var absolute = plan([leg("b")])
        absolute.output?.directory = "/tmp/x"
        #expect(problems(absolute).map { $0.prefix(45) } == ["c.toml:5: output.directory: \"/tmp/x\" is not b"])
        var same = plan([leg("a"), leg("b")])
        same.output?.legPattern = "findings.md"
        #expect(problems(same).count == 1)
        #expect(problems(same).first?.contains("would both write out/r1/findings.md") == true)
    }

    @Test("a fault of a template names the line of the text and is said once for all legs")
    func templateFaults() {
        var wrong = plan([leg("a"), leg("b")])
        wrong.basePrompt = Placed("x\n{{.leg.focsu}}", at: place(4, "prompts.base"))
        #expect(
            problems(wrong) == [
                "c.toml:4: prompts.base: in line 2 of this text there is nothing called \"focsu\" here. "
                    + "Did you mean \"focus\"?"
            ])
    }

    @Test("a review without a name gets a stable one of what it is about")
    func reviewID() throws {
        func directory(_ topic: String) throws -> String? {
            try ConvoyCooking.nodes(formula, plan([leg("b")]), legs: .all, variables: ["topic": topic])[0]
                .step.metadata?["output"]
        }
        #expect(try directory("x") == directory("x"))
        #expect(try directory("x") != directory("y"))
        #expect(try directory("x")?.hasPrefix("out/look-") == true)
    }

    @Test("what changed is a list, with counts where they are given")
    func changedFiles() throws {
        var plan = plan([leg("b")])
        plan.basePrompt = Placed(
            "{{range .changed_files}}{{.path}} +{{.additions}} -{{.deletions}};{{end}}{{range .files}}[{{.}}]{{end}}",
            at: place(4, "prompts.base"))
        let nodes = try ConvoyCooking.nodes(
            formula, plan, legs: .all,
            variables: ["topic": "t", "changed_files": "3\t1\ta b.c\nd.e\n", "files": "x, y\nz"])
        #expect(nodes[0].step.description == "a b.c +3 -1;d.e +? -?;[x][y][z]")
    }
}

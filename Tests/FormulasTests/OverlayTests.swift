import Formulas
import SourceText
import Testing
import TownModel

@Suite("Overlays change a formula's steps")
struct OverlayTests {
    private let file = FormulaSource(path: "over.toml")

    private func place(_ line: Int) -> FormulaPlace { FormulaPlace(path: "f.toml", line: line, key: "steps[\(line)]") }

    private func step(
        _ id: String, needs: [String] = [], children: [FormulaStep] = [], loop body: [FormulaStep] = []
    ) -> FormulaStep {
        var said = GraphStep(id: id, title: id)
        said.description = "Do \(id).\n"
        var step = FormulaStep(said: said, place: place(1))
        step.needs = needs.map { Placed($0, at: place(2)) }
        step.children = children
        if !body.isEmpty { step.loop = FormulaLoop(times: Placed(.count("2"), at: place(3)), body: body) }
        return step
    }

    private func formula(_ steps: [FormulaStep]) -> Formula {
        var formula = Formula(name: "shiny", kind: .workflow, source: FormulaSource(path: "f.toml"))
        formula.steps = steps
        return formula
    }

    private func overlay(_ changes: [(String, StepOverride.Change)]) -> FormulaOverlay {
        FormulaOverlay(
            source: file,
            overrides: changes.enumerated().map { at, change in
                StepOverride(
                    Placed(change.0, at: FormulaPlace(path: "over.toml", line: at + 1, key: "step_id")), change.1)
            })
    }

    private func needs(_ steps: [FormulaStep]) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for step in steps {
            found[step.said.id] = step.needs.map(\.value)
            found.merge(needs(step.children + (step.loop?.body ?? []))) { one, _ in one }
        }
        return found
    }

    @Test("replace changes what is given, append adds to the description, at every depth")
    func changes() {
        let given = formula([
            step("design"), step("build", children: [step("code")]), step("polish", loop: [step("pass")]),
        ])
        let (changed, problems) = given.applying(
            overlay([
                ("design", .replace(.init(title: "Think", acceptance: "A plan"))),
                ("code", .append("Use tabs.")), ("pass", .replace(.init(description: "Once more", run: "make"))),
            ]))
        #expect(problems.isEmpty)
        #expect(changed.steps[0].said.title == "Think")
        #expect(changed.steps[0].said.description == "Do design.\n")
        #expect(changed.steps[0].said.acceptance == "A plan")
        #expect(changed.steps[1].children[0].said.description == "Do code.\n\nUse tabs.")
        #expect(changed.steps[2].loop?.body[0].said.description == "Once more")
        #expect(changed.steps[2].loop?.body[0].said.run == "make")
        #expect(changed.steps[1].said == given.steps[1].said)
    }

    @Test("who needed a skipped step needs what that needed, each once, through several skipped ones")
    func inherits() {
        let given = formula([
            step("a"), step("b"), step("c", needs: ["a"]), step("d", needs: ["c", "b"]),
            step("e", needs: ["d", "a"]), step("f", needs: ["e"]),
        ])
        let (changed, problems) = given.applying(overlay([("c", .skip), ("d", .skip)]))
        #expect(problems.isEmpty)
        #expect(needs(changed.steps) == ["a": [], "b": [], "e": ["a", "b"], "f": ["e"]])
    }

    @Test("a skipped part hands on what its group needed; a group without parts goes; so does a loop without a body")
    func groups() {
        let given = formula([
            step("x"), step("y"), step("g", needs: ["x"], children: [step("p"), step("q", needs: ["p", "y"])]),
            step("z", needs: ["p"]), step("w", needs: ["g"]),
            step("l", needs: ["w"], loop: [step("one"), step("two", needs: ["one"])]), step("end", needs: ["l"]),
        ])
        let part = given.applying(overlay([("p", .skip), ("one", .skip)])).0
        #expect(
            needs(part.steps) == [
                "x": [], "y": [], "g": ["x"], "q": ["x", "y"], "z": ["x"], "w": ["g"], "l": ["w"], "two": [],
                "end": ["l"],
            ])
        let whole = given.applying(overlay([("p", .skip), ("q", .skip), ("one", .skip), ("two", .skip)])).0
        #expect(needs(whole.steps) == ["x": [], "y": [], "z": ["x"], "w": ["x", "y"], "end": ["w"]])
    }

    @Test("what waited for the children of a skipped step waits for none, and that is said")
    func spawners() {
        var waiting = step("join", needs: ["spawn"])
        waiting.waitsFor = Placed(WaitsFor(rule: .allChildren), at: place(9))
        let given = formula([step("a"), step("spawn", needs: ["a"]), waiting])
        let (changed, problems) = given.applying(overlay([("spawn", .skip)]))
        #expect(changed.steps[1].waitsFor == nil)
        #expect(changed.steps[1].needs.map(\.value) == ["a"])
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.place == place(9))
    }

    @Test("a step that is not there is a warning with the nearest; nothing left to do is an error")
    func problems() {
        let given = formula([step("design"), step("review", needs: ["design"])])
        let (same, unknown) = given.applying(overlay([("desing", .append("x"))]))
        #expect(same == given)
        #expect(
            unknown.map(\.description) == [
                "over.toml:1: step_id: \"shiny\" has no step \"desing\", so nothing is changed. "
                    + "Did you mean \"design\"?"
            ])
        #expect(unknown.map(\.severity) == [.warning])
        let nothing = given.applying(overlay([("design", .skip), ("review", .skip)])).1
        #expect(nothing.map(\.severity) == [.error])
        let late = given.applying(overlay([("design", .skip), ("design", .append("x"))])).1
        #expect(late.map(\.place?.line) == [2])
    }

    private func table(_ line: Int, _ pairs: [(String, String)]) -> SourceNode {
        SourceNode(
            .table(
                pairs.enumerated().map { at, pair in
                    SourceEntry(key: pair.0, line: line + at + 1, node: SourceNode(.text(pair.1), line: line + at + 1))
                }), line: line)
    }

    private func read(_ key: String, _ tables: [SourceNode]) -> (FormulaOverlay, [FormulaProblem]) {
        let list = SourceEntry(key: key, line: 1, node: SourceNode(.list(tables), line: 1))
        return FormulaOverlay.read(SourceNode(.table([list]), line: 1), source: file)
    }

    @Test("both spellings of the list are read", arguments: ["step-overrides", "step_overrides"])
    func reads(key: String) {
        let (overlay, problems) = read(
            key,
            [
                table(1, [("step_id", "a"), ("mode", "replace"), ("description", "d"), ("title", "t")]),
                table(10, [("step_id", "b"), ("mode", "append"), ("description", "more")]),
                table(20, [("step_id", "c"), ("mode", "skip")]),
            ])
        #expect(problems.isEmpty)
        #expect(overlay.overrides.map(\.step.value) == ["a", "b", "c"])
        #expect(
            overlay.overrides.map(\.change) == [
                .replace(.init(title: "t", description: "d")), .append("more"), .skip,
            ])
    }

    @Test(
        "what can't be done is refused with its line, and nothing of it is applied",
        arguments: [
            ([("mode", "skip")], 5, "it names no step"), ([("step_id", "a")], 5, "it has no mode"),
            ([("step_id", "a"), ("mode", "remove")], 7, "there is no mode \"remove\""),
            ([("step_id", "a"), ("mode", "replace")], 7, "it replaces nothing"),
            ([("step_id", "a"), ("mode", "append")], 7, "it appends nothing"),
            ([("step_id", "a"), ("mode", "skip"), ("title", "t")], 8, "mode \"skip\" does nothing with title"),
        ] as [([(String, String)], Int, String)])
    func refuses(pairs: [(String, String)], line: Int, sentence: String) {
        let (overlay, problems) = read("step-overrides", [table(5, pairs)])
        #expect(overlay.overrides.isEmpty)
        #expect(problems.map(\.severity) == [.error])
        #expect(problems.first?.place?.line == line)
        #expect(problems.first?.sentence == sentence)
    }

    @Test("keys that nothing reads are warnings by name")
    func unknownKeys() {
        let (overlay, problems) = read(
            "step-overrides", [table(1, [("step_id", "a"), ("mode", "skip"), ("reason", "slow")])])
        #expect(overlay.overrides.count == 1)
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.place?.key == "step-overrides[1].reason")
        let other = read("steps-override", []).1
        #expect(other.map(\.remedy) == ["Did you mean \"step-overrides\" or \"step_overrides\"?"])
    }
}

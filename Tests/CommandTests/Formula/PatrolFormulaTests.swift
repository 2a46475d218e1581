import FormulaFiles
import Formulas
import Host
import Testing
import TownModel

@testable import gt

/// Patrol formulas as services read them, and as `gt formula lint` sees them.
@Suite("Patrol formulas") struct PatrolFormulaTests {
    private let folders: FormulaFolders

    init() throws { folders = try FormulaFolders() }

    private func step(_ reflex: String, _ more: String = "") -> String {
        "\n[[steps]]\nid = \"\(reflex)\"\ntitle = \"\(reflex)\"\nmetadata = { reflex = \"\(reflex)\"\(more) }\n"
    }

    private func formula(_ name: String, _ steps: [String]) -> String { "formula = \"\(name)\"\n" + steps.joined() }

    private func reading<Reflex: PatrolReflex>(_ reflexes: Reflex.Type, in rig: RigName?) -> PatrolReading<Reflex> {
        TownPatrols(layout: folders.layout).reading(of: reflexes, rig: rig)
    }

    private func refineryPlan() throws -> [String] {
        guard case .plan(let plan) = reading(RefineryReflex.self, in: folders.web) else {
            Issue.record("no plan")
            return []
        }
        return plan.stops.map { "\($0.reflex.rawValue) \($0.every.components.seconds)" }
    }

    private func refineryProblem() -> String? {
        guard case .damaged(let problem) = reading(RefineryReflex.self, in: folders.web) else { return nil }
        return problem.text
    }

    @Test("those that come with the program say what the code does without them")
    func shipped() throws {
        let shelf = FormulaShelf(FormulaPlaces(nil, rig: nil, directory: nil, home: nil))
        func same<Reflex: PatrolReflex>(_ reflexes: Reflex.Type) throws {
            let name = try #require(Reflex.formula)
            let plan = try PatrolFormula.plan(shelf.patrol(name), of: reflexes)
            #expect(plan == .shipped)
            // Word by word: who reads the formula reads what is done.
            let steps = try shelf.patrol(name).graph.nodes.map(\.step)
            #expect(steps.map(\.id) == Reflex.allCases.map(\.rawValue))
            for (step, reflex) in zip(steps, Reflex.allCases) {
                #expect((step.metadata?["every"] == nil) == (reflex.pause == .zero))
            }
        }
        try same(WitnessReflex.self)
        try same(RefineryReflex.self)
        try same(DeaconReflex.self)
    }

    @Test("the order is the formula's: by needs, else as its steps stand")
    func order() throws {
        #expect(try refineryPlan() == ["advance-queue 0", "keep-clone 0"])
        let path = "rigs/web/formulas/refinery-patrol.formula.toml"
        try folders.write(path, formula("refinery-patrol", [step("keep-clone"), step("advance-queue")]))
        #expect(try refineryPlan() == ["keep-clone 0", "advance-queue 0"])
        let needing = step("keep-clone").replacing("metadata", with: "needs = [\"advance-queue\"]\nmetadata")
        try folders.write(path, formula("refinery-patrol", [needing, step("advance-queue")]))
        #expect(try refineryPlan() == ["advance-queue 0", "keep-clone 0"])
    }

    @Test("a pace can be made longer, and what safety does not need be left out")
    func paces() throws {
        let path = "config/formulas/refinery-patrol.formula.toml"
        try folders.write(
            path, formula("refinery-patrol", [step("advance-queue", ", every = \"10m\""), step("keep-clone")]))
        #expect(try refineryPlan() == ["advance-queue 600", "keep-clone 0"])
        try folders.write(path, formula("refinery-patrol", [step("advance-queue")]))
        #expect(try refineryPlan() == ["advance-queue 0"])
    }

    @Test("the rig's comes before the town's, the Deacon's is the town's, and nobody's home has one")
    func places() throws {
        try folders.write(
            "home/.beads/formulas/refinery-patrol.formula.toml", formula("refinery-patrol", [step("advance-queue")]))
        #expect(try refineryPlan().count == 2)
        try folders.write(
            "config/formulas/refinery-patrol.formula.toml", formula("refinery-patrol", [step("advance-queue")]))
        #expect(try refineryPlan().count == 1)
        try folders.write(
            "rigs/web/formulas/refinery-patrol.formula.toml",
            formula("refinery-patrol", [step("keep-clone"), step("advance-queue")]))
        #expect(try refineryPlan() == ["keep-clone 0", "advance-queue 0"])
        try folders.write("rigs/web/formulas/deacon-patrol.formula.toml", "no formula at all")
        #expect(reading(DeaconReflex.self, in: nil) == .plan(.shipped))
    }

    @Test("an overlay skips a step; of one that safety needs it is refused by name")
    func overlays() throws {
        func skip(_ id: String) -> String { "[[step-overrides]]\nstep_id = \"\(id)\"\nmode = \"skip\"\n" }
        let path = "config/formula-overlays/refinery-patrol.toml"
        try folders.write(path, skip("keep-clone"))
        #expect(try refineryPlan() == ["advance-queue 0"])
        try folders.write(path, skip("advance-queue"))
        #expect(refineryProblem()?.contains("\"advance-queue\", which safety needs") == true)
    }

    @Test(
        "what no patrol carries out is refused by name, with file, line and remedy",
        arguments: [
            ("run = \"make lint\"\n", "is a shell command"), ("run = \"make lint\"\n", "docs/plugins.md"),
            ("gate = { type = \"human\" }\n", "has gate, which no patrol carries out"),
            ("interactive = true\n", "has interactive"), ("assignee = \"web/crew/max\"\n", "has assignee"),
            ("description = \"Is anything odd?\"\n", "names no reflex, and a patrol asks no agent"),
            ("metadata = { reflex = \"advance-qeue\" }\n", "Did you mean \"advance-queue\"?"),
            ("metadata = { reflex = \"advance-queue\" }\n", "a second time"),
            ("metadata = { reflex = \"keep-clone\", every = \"often\" }\n", "every = \"often\", which is no duration"),
            ("metadata = { reflex = \"keep-clone\", speed = \"1\" }\n", "has metadata.speed"),
            ("loop = { count = 2, body = [{ id = \"x\", title = \"X\" }] }\n", "has loop"),
        ])
    func refusals(line: String, words: String) throws {
        let odd = "\n[[steps]]\nid = \"odd\"\ntitle = \"Odd\"\n\(line)"
        try folders.write(
            "config/formulas/refinery-patrol.formula.toml", formula("refinery-patrol", [step("advance-queue"), odd]))
        let text = try #require(refineryProblem())
        #expect(text.contains(words), "\(text)")
        #expect(text.contains("refinery-patrol.formula.toml:"), "\(text)")
        #expect(text.contains("gt formula lint refinery-patrol --rig web"))
        // The same is seen before a service meets it.
        let seen = FormulaInspection(shelf: FormulaShelf(folders.inRig)).problems(of: "refinery-patrol")
        #expect(seen.contains { $0.severity == .error && "\($0)".contains(words) }, "\(seen)")
    }

    @Test("a pace that is shorter than the role's own is refused")
    func tooOften() throws {
        let steps = WitnessReflex.allCases.map { step($0.rawValue, $0 == .emptyTrash ? ", every = \"1m\"" : "") }
        try folders.write("config/formulas/witness-patrol.formula.toml", formula("witness-patrol", steps))
        guard case .damaged(let problem) = reading(WitnessReflex.self, in: folders.web) else {
            Issue.record("it was accepted")
            return
        }
        #expect(problem.text.contains("At least 3600s"))
    }

    @Test("what can't be read is damage too: a file, a folder, a formula of another kind")
    func unreadable() throws {
        let path = "config/formulas/refinery-patrol.formula.toml"
        try folders.write(path, "formula = \"refinery-patrol\"\n[[steps]\n")
        let first = try #require(refineryProblem())
        #expect(first.contains("refinery-patrol.formula.toml:2"), "\(first)")
        try folders.write(
            path, "formula = \"refinery-patrol\"\ntype = \"expansion\"\n[[template]]\nid = \"a\"\ntitle = \"A\"\n")
        #expect(refineryProblem()?.contains("is an expansion") == true)
        try Files.removeTree("\(folders.root)/config/formulas")
        try folders.write("config/formulas", "no folder")
        #expect(refineryProblem()?.contains("config/formulas") == true)
    }

    @Test("the same damage has the same mark, another one another")
    func marks() throws {
        func mark(_ text: String) throws -> String? {
            try folders.write("config/formulas/refinery-patrol.formula.toml", text)
            guard case .damaged(let problem) = reading(RefineryReflex.self, in: folders.web) else { return nil }
            return problem.mark
        }
        let one = formula("refinery-patrol", [step("keep-clone")])
        #expect(try mark(one) == mark(one))
        #expect(try mark(one) != mark(formula("refinery-patrol", [step("advance-queue"), step("advance-queue")])))
    }

    @Test("every example on the page about patrols is a patrol formula that can be used")
    func page() throws {
        let root = Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))
        let text = try Files.readText("\(root)/docs/patrols.md")
        let blocks = text.matches(of: /(?s)```toml\n(.*?)```/).map { String($0.output.1) }
        #expect(blocks.count >= 2)
        for block in blocks {
            if let name = block.firstMatch(of: /formula = "([^"]+)"/)?.output.1 {
                try folders.write("rigs/web/formulas/\(name).formula.toml", block)
            } else {
                try folders.write("config/formula-overlays/witness-patrol.toml", block)
            }
        }
        #expect(FormulaInspection(shelf: FormulaShelf(folders.inRig)).all().map(\.description) == [])
        #expect(reading(WitnessReflex.self, in: folders.web) != .plan(.shipped))
        #expect(try refineryPlan() != ["advance-queue 0", "keep-clone 0"])
        // Each reflex, each wait, as they are.
        for name in WitnessReflex.allCases.map(\.rawValue) + RefineryReflex.allCases.map(\.rawValue)
            + DeaconReflex.allCases.map(\.rawValue)
        {
            #expect(text.contains("`\(name)`"), "\(name)")
        }
    }
}

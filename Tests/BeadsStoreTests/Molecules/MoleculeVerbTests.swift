import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Molecules in the ledger")
struct MoleculeVerbTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func make(_ drafts: [TestGraph.Draft], attach: BeadID? = nil) throws -> Molecule {
        try town.send(MoleculeMake(graph: G.graph(drafts), rig: VerbTown.gastown, attach: attach)).molecule
    }

    /// Claims, or ends and claims; gives the path of what was claimed.
    @discardableResult
    private func next(
        _ molecule: Molecule, ends number: Int64? = nil, failed: Bool = false, output: [String: String]? = nil,
        as speaker: Speaker = .overseer
    ) throws -> MoleculeStep? {
        var next = MoleculeNext(molecule: molecule.root)
        if let number { next = MoleculeNext(molecule: molecule.root, ends: number, failed: failed, output: output) }
        return try town.send(next, as: speaker).next
    }

    private func show(_ molecule: Molecule) throws -> Molecule {
        try town.ask(MoleculeShow(molecule: molecule.root)).molecule
    }

    @Test("a molecule is walked from claim to claim, and its root is closed with its last step")
    func walked() throws {
        let molecule = try make([G.step("a"), G.step("b", ["a"])])
        #expect(molecule.root.text.hasPrefix("gt-wisp-"))
        #expect(try next(molecule)?.path == "a")
        #expect(try next(molecule, ends: 1, output: ["k": "v"])?.path == "b")
        let reply = try town.send(MoleculeNext(molecule: molecule.root, ends: 2))
        #expect(reply.next == nil && reply.molecule.endedAt == town.now)
        #expect((reply.molecule.done, reply.molecule.steps) == (2, 2))
        let root = try town.show(molecule.root)
        #expect(root.status == .closed && root.outcome == .success)
        let steps = try town.ask(MoleculeSteps(molecule: molecule.root)).steps
        #expect(steps.map(\.output) == [["k": "v"], nil])
    }

    @Test("whoever asks again is where he was, and what he has ended stays ended")
    func again() throws {
        let molecule = try make([G.step("a"), G.step("b", ["a"]), G.step("c", ["b"])])
        #expect(try next(molecule)?.path == "a")
        #expect(try next(molecule)?.path == "a")
        #expect(try next(molecule, ends: 1)?.path == "b")
        #expect(try next(molecule, ends: 1)?.path == "b")
        #expect(try show(molecule).done == 1)
        #expect(try town.ask(MoleculeCurrent()).molecules.first?.open.map(\.path) == ["b"])
    }

    @Test("a step is one holder's; only he, or a person, ends it")
    func holders() throws {
        let molecule = try make([G.step("a"), G.step("b")])
        let one = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "one")))
        let two = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "two")))
        #expect(try next(molecule, as: one)?.path == "a")
        #expect(try next(molecule, as: two)?.path == "b")
        #expect(refusal { try next(molecule, ends: 1, as: two) } == .conflict)
        #expect(refusal { try next(molecule, ends: 1, as: one) } == nil)
        #expect(refusal { try next(molecule, ends: 2) } == nil)
    }

    @Test("a step that can't begin can't end")
    func tooEarly() throws {
        let molecule = try make([G.step("a"), G.step("b", ["a"])])
        #expect(refusal { try next(molecule, ends: 2) } == .conflict)
        #expect(refusal { try next(molecule, ends: 3) } == .notFound)
    }

    @Test("a failed step is tried again after its rest, then a person is told, who lets it go on")
    func retry() throws {
        let molecule = try make([
            G.step("a") { $0.retry = RetryRule(attemptsMax: 2, backoffSeconds: 60) }, G.step("b", ["a"]),
        ])
        try next(molecule)
        #expect(try next(molecule, ends: 1, failed: true) == nil)
        #expect(try next(molecule) == nil)
        try town.fire(.step(molecule.root, 1))
        #expect(try next(molecule)?.attempt == 2)
        #expect(try next(molecule, ends: 1, failed: true) == nil)
        #expect(try show(molecule).failed == 1)
        #expect(try town.count("SELECT count(*) FROM escalations WHERE source LIKE 'molecule/%'") == 1)
        let freed = try town.send(StepRelease(molecule: molecule.root, number: 1, reason: "network is back"))
        #expect(freed.step.state == .ready && freed.molecule.failed == 0)
        #expect(try next(molecule)?.attempt == 3)
        #expect(try next(molecule, ends: 1)?.path == "b")
    }

    @Test("without a rest a failed step can be claimed again at once, by whoever has it next")
    func atOnce() throws {
        let molecule = try make([G.step("a") { $0.retry = RetryRule(attemptsMax: 3) }])
        try next(molecule)
        let again = try next(molecule, ends: 1, failed: true)
        #expect(again?.path == "a" && again?.attempt == 2)
        #expect(try next(molecule, ends: 1, failed: true)?.attempt == 3)
        #expect(try next(molecule, ends: 1, failed: true) == nil)
        #expect(try show(molecule).failed == 1)
    }

    @Test("gates hold a step until a person, a time or a bead opens them")
    func gates() throws {
        let bead = try town.bead("the other thing")
        let molecule = try make([
            G.step("person") { $0.gate = StepGate(kind: .human) },
            G.step("time") { $0.gate = StepGate(kind: .timer, timeoutSeconds: 60) },
            G.step("bead") { $0.gate = StepGate(kind: .bead, subject: bead.text) },
        ])
        #expect(try next(molecule) == nil)
        let agent = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "one")))
        let release = StepRelease(molecule: molecule.root, number: 1, reason: "looked at it")
        #expect(refusal { try town.send(release, as: agent) } == .forbidden)
        try town.send(release)
        #expect(try next(molecule)?.path == "person")
        try next(molecule, ends: 1)
        try town.fire(.step(molecule.root, 2))
        #expect(try next(molecule)?.path == "time")
        try town.send(BeadClose(id: bead, reason: "there"))
        #expect(try next(molecule, ends: 2)?.path == "bead")
        try next(molecule, ends: 3)
        #expect(try town.show(molecule.root).status == .closed)
    }

    @Test("a gate on a bead that has ended is open")
    func openGate() throws {
        let bead = try town.bead()
        try town.send(BeadClose(id: bead, reason: "there"))
        let molecule = try make([G.step("a") { $0.gate = StepGate(kind: .bead, subject: bead.text) }])
        #expect(try next(molecule)?.path == "a")
    }

    @Test("of a gate that stays shut for too long a person is told, once")
    func shutForLong() throws {
        let bead = try town.bead()
        let molecule = try make([
            G.step("a") { $0.gate = StepGate(kind: .human, timeoutSeconds: 60) },
            G.step("b") { $0.gate = StepGate(kind: .bead, subject: bead.text, timeoutSeconds: 60) },
        ])
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'step'") == 2)
        try town.fire(.step(molecule.root, 1))
        #expect(try town.count("SELECT count(*) FROM escalations WHERE source LIKE 'molecule/%'") == 1)
        try town.send(BeadClose(id: bead, reason: "there"))
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'step'") == 0)
        #expect(try next(molecule)?.path == "b")
    }

    @Test("a bead's molecule is walked by whoever has the bead, who goes on where another stopped")
    func attached() throws {
        let bead = try town.bead()
        let first = try town.working(bead)
        let molecule = try make([G.step("a"), G.step("b", ["a"])], attach: bead)
        #expect(refusal { _ = try make([G.step("x")], attach: bead) } == .conflict)
        let stranger = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "stranger")))
        #expect(refusal { try next(molecule, as: stranger) } == .conflict)
        #expect(try next(molecule, as: .session(first))?.path == "a")
        #expect(try town.ask(MoleculeCurrent(), as: .session(first)).molecules.map(\.molecule.root) == [molecule.root])
        let prime = try town.ask(PrimeShow(), as: .session(first))
        #expect(prime.molecule?.molecule.root == molecule.root && prime.molecule?.open.map(\.path) == ["a"])
        // A person who asks does not take it away.
        #expect(try next(molecule) == nil)
        #expect(try next(molecule, as: .session(first))?.attempt == 1)
        // Another agent has it now.
        try town.database.run(
            "UPDATE hooks SET agent = ? WHERE bead = ?", .text(stranger.actor.description), .text(bead.text))
        let step = try next(molecule, as: stranger)
        #expect(step?.path == "a" && step?.holder == stranger.actor.description && step?.attempt == 2)
        #expect(refusal { try next(molecule, ends: 1, as: .session(first)) } == .conflict)
    }

    @Test("outputs are written before the end, and after it nothing is")
    func outputs() throws {
        let molecule = try make([G.step("a")])
        let output = StepOutput(molecule: molecule.root, number: 1, output: ["x": "1", "y": "2"])
        #expect(refusal { try town.send(output) } == .conflict)
        try next(molecule)
        try town.send(output)
        let taken = try town.send(StepOutput(molecule: molecule.root, number: 1, output: ["x": ""]))
        #expect(taken.step.output == ["y": "2"])
        let large = ["z": String(repeating: "z", count: 20_000)]
        #expect(
            refusal { try town.send(StepOutput(molecule: molecule.root, number: 1, output: large)) } == .tooLarge)
        try next(molecule, ends: 1)
        #expect(refusal { try town.send(output) } == .conflict)
    }

    @Test("a burned molecule leaves its root with the reason, and no row")
    func burned() throws {
        let molecule = try make([
            G.step("a") { $0.gate = StepGate(kind: .timer, timeoutSeconds: 60) }, G.step("b", ["a"]),
        ])
        try town.send(MoleculeBurn(molecule: molecule.root, reason: "not wanted"))
        #expect(try town.show(molecule.root).closeReason == "not wanted")
        for table in ["steps", "molecules", "graphs", "step_gates", "timers"] {
            #expect(try town.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(refusal { try next(molecule) } == .conflict)
    }

    @Test("a molecule ends with its root and goes on with it; and its root ends with the bead that it was for")
    func byHand() throws {
        let bead = try town.bead()
        let molecule = try make([G.step("a"), G.step("b", ["a"])], attach: bead)
        try next(molecule)
        try town.send(BeadClose(id: molecule.root, reason: "not now"))
        #expect(try next(molecule) == nil)
        #expect(try show(molecule).endedAt == town.now)
        try town.send(BeadReopen(id: molecule.root, reason: "now"))
        #expect(try next(molecule)?.path == "a")
        let other = try make([G.step("x")], attach: bead)
        try town.send(BeadClose(id: bead, reason: "there"))
        #expect(try town.show(other.root).status == .closed)
        #expect(try show(other).endedAt == town.now)
    }

    @Test("what ended a week ago is swept, a part at a time")
    func swept() throws {
        let molecule = try make([G.loop("l", count: 10, [G.step("x")])])
        var step = try next(molecule)
        while let at = step { step = try next(molecule, ends: at.number) }
        town.now = town.now.advanced(by: .seconds(3 * 86_400))
        let young = try make([G.step("a")])
        try next(young)
        try next(young, ends: 1)
        func sweep() throws {
            _ = try town.change(Speaker(actor: .store)) { (work) throws(LedgerError) in
                try work.sweepMolecules(rowsMax: 4)
                return []
            }
        }
        try sweep()
        #expect(try town.count("SELECT count(*) FROM steps") == 12)
        town.now = town.now.advanced(by: .seconds(5 * 86_400))
        for left in [8, 4, 1, 1] {
            try sweep()
            #expect(try town.count("SELECT count(*) FROM steps") == left)
        }
        #expect(try town.count("SELECT count(*) FROM molecules") == 1)
    }

    @Test("a million steps are made in no time, and a page of them is read anywhere")
    func million() throws {
        let molecule = try make([
            G.step("setup"), G.loop("moves", ["setup"], count: 1_048_575, [G.step("move")]),
            G.step("verify", ["moves"]),
        ])
        #expect(molecule.steps == 1_048_577)
        #expect(try town.count("SELECT count(*) FROM steps") == 1)
        let page = try town.ask(MoleculeSteps(molecule: molecule.root, after: 1_048_570, limit: 500))
        #expect(page.steps.last?.path == "verify" && page.steps.count == 8 && page.next == nil)
        let first = try town.ask(MoleculeSteps(molecule: molecule.root, limit: 3))
        #expect(first.steps.map(\.number) == [1, 2, 3] && first.next == 3)
    }

    @Test("what is open is found by its index, however much has been reached")
    func plans() throws {
        let conditions = [
            "state = 2 AND number <> 7 ORDER BY number LIMIT 1", "state = 3 AND holder = 'x' ORDER BY number LIMIT 1",
            "state > 0 AND NOT (state = 3 AND holder IS NULL) ORDER BY number LIMIT 20",
        ]
        for condition in conditions {
            let plan = try town.database.rows(
                "EXPLAIN QUERY PLAN SELECT * FROM \(StepSQL.open) WHERE molecule = 1 AND \(StepSQL.isOpen) AND \(condition)"
            ) { (row) throws(SQLiteFailure) in row.text(3) }
            #expect(plan.first?.contains("USING INDEX steps_open (molecule=? AND state") == true, "\(plan)")
        }
    }

    @Test("a graph that can't be walked, or waits for what nobody opens, is refused by name")
    func refused() throws {
        #expect(refusal { _ = try make([G.step("a", ["b"]), G.step("b", ["a"])]) } == .invalid)
        #expect(
            refusal { _ = try make([G.step("a") { $0.gate = StepGate(kind: .exec, subject: "") }]) } == .invalid)
        #expect(
            refusal { _ = try make([G.group("g") { $0.gate = StepGate(kind: .human) }, G.step("a", in: "g")]) }
                == .invalid)
        #expect(try town.count("SELECT count(*) FROM molecules") == 0)
    }

    @Test("graphs that are equal are kept once")
    func sharedGraph() throws {
        let one = try make([G.step("a")])
        _ = try make([G.step("a")])
        #expect(try town.count("SELECT count(*) FROM graphs") == 1)
        try town.send(MoleculeBurn(molecule: one.root, reason: "x"))
        #expect(try town.count("SELECT count(*) FROM graphs") == 1)
    }
}

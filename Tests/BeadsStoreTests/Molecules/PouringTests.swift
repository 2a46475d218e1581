import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Molecules as beads")
struct PouringTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func pour(_ drafts: [TestGraph.Draft], attach: BeadID? = nil) throws -> Molecule {
        try town.send(
            MoleculeMake(graph: G.graph(drafts), rig: VerbTown.gastown, attach: attach, isPoured: true)
        ).molecule
    }

    private func id(_ molecule: Molecule, _ number: Int64) -> BeadID { valid(BeadID.self, molecule.id(of: number)) }

    private func state(_ molecule: Molecule, _ number: Int64) throws -> StepState? {
        try town.ask(MoleculeSteps(molecule: molecule.root, after: number - 1, limit: 1)).steps.first?.state
    }

    private func own(_ molecule: Molecule) throws -> [String] {
        try town.readyIDs().map(\.text).filter { $0.hasPrefix("\(molecule.root).") }
    }

    @Test("every step is a bead, and its edges say what waits for what")
    func beads() throws {
        let molecule = try pour([
            G.step("a") {
                $0.labels = ["l"]
                $0.priority = .high
                $0.acceptance = "it stands"
                $0.run = "make a"
            },
            G.group("g", ["a"]), G.step("p", in: "g"), G.step("b", ["g"]),
        ])
        #expect(molecule.root.text.hasPrefix("gt-mol-"))
        #expect(molecule.isPoured == true && molecule.steps == 3)
        let first = try town.detail(id(molecule, 1))
        #expect((first.bead.labels, first.bead.priority, first.bead.parent) == (["l"], .high, molecule.root))
        #expect(try town.show(id(molecule, 2)).type == .epic)
        #expect(try town.show(id(molecule, 3)).parent == id(molecule, 2))
        #expect(try town.show(id(molecule, 3)).disposition == .blocked)
        #expect(try own(molecule) == [molecule.id(of: 1)])
        let line = try #require(try town.ask(BeadLines(ids: [id(molecule, 1)])).lines.first)
        for part in [#""acceptance_criteria":"it stands""#, #""run":"make a""#, #""step":"a""#, #""formula":"test""#] {
            #expect(line.text.contains(part))
        }
        #expect(try town.bead("mine", parent: molecule.root) == id(molecule, 5))
    }

    @Test("what is walked shows in the beads, and the root is closed with the last")
    func walked() throws {
        let molecule = try pour([G.step("a"), G.step("b", ["a"]) { $0.assignee = "crew" }])
        _ = try town.send(MoleculeNext(molecule: molecule.root))
        #expect(try town.show(id(molecule, 1)).status == .inProgress)
        #expect(try town.show(id(molecule, 1)).assignee == "overseer")
        let next = try town.send(MoleculeNext(molecule: molecule.root, ends: 1)).next
        #expect(next?.path == "b")
        #expect(try town.show(id(molecule, 1)).status == .closed)
        #expect(try town.show(id(molecule, 2)).status == .inProgress)
        let freed = try town.send(StepRelease(molecule: molecule.root, number: 2, reason: "not now"))
        #expect(freed.step.state == .ready)
        #expect(try town.show(id(molecule, 2)).status == .open)
        #expect(try town.show(id(molecule, 2)).assignee == "crew")
        _ = try town.send(MoleculeNext(molecule: molecule.root, ends: 2))
        #expect(try town.show(molecule.root).status == .closed)
    }

    @Test("whoever claims and closes the beads walks the molecule")
    func byBeads() throws {
        let molecule = try pour([G.step("a"), G.step("b", ["a"]), G.step("c", ["b"])])
        _ = try town.send(BeadClaim(id: id(molecule, 1)))
        #expect(try state(molecule, 1) == .claimed)
        let reply = try town.send(
            BeadAdvance(close: BeadClose(id: id(molecule, 1), reason: "it stands", outcome: .success)))
        #expect(reply.next?.id == id(molecule, 2) && reply.isClaimed)
        #expect(try state(molecule, 2) == .claimed)
        _ = try town.send(BeadClose(id: id(molecule, 2), reason: "left out", outcome: .skipped))
        #expect(try state(molecule, 2) == .skipped)
        #expect(try state(molecule, 3) == .skipped, "all that it needs was skipped")
        #expect(try town.show(id(molecule, 3)).outcome == .skipped)
        #expect(try town.show(molecule.root).status == .closed)
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).molecule.endedAt != nil)
    }

    @Test("what the walk can't follow is refused, and nothing happens")
    func refused() throws {
        let other = try town.bead("the other thing")
        let molecule = try pour([
            G.step("a"), G.step("b", ["a"]), G.step("g") { $0.gate = StepGate(kind: .human) }, G.group("e"),
            G.step("p", in: "e"),
        ])
        #expect(try town.show(id(molecule, 3)).status == .blocked)
        #expect(refusal { try town.send(BeadClaim(id: id(molecule, 2))) } == .conflict)
        for number: Int64 in [2, 3, 4] {
            let close = BeadClose(id: id(molecule, number), reason: "too early", outcome: .success)
            #expect(refusal { try town.send(close) } == .conflict)
        }
        #expect(refusal { try town.send(BeadDelete(ids: [id(molecule, 1)], reason: "gone")) } == .conflict)
        let edge = EdgeAdd(edge: Edge(from: id(molecule, 1), to: other, type: .conditionalBlocks))
        #expect(refusal { try town.send(edge) } == .conflict)
        _ = try town.send(BeadClose(id: id(molecule, 1), reason: "it stands", outcome: .success))
        #expect(refusal { try town.send(BeadReopen(id: id(molecule, 1), reason: "no")) } == .conflict)
        #expect(try state(molecule, 1) == .done && state(molecule, 2) == .ready)
    }

    @Test("an edge of one's own, a queue and a hook keep others off a step")
    func held() throws {
        let other = try town.bead("the other thing")
        let molecule = try pour([G.step("a"), G.step("b"), G.step("c", ["a"])])
        _ = try town.send(EdgeAdd(edge: Edge(from: id(molecule, 1), to: other, type: .blocks)))
        let assignment = try town.claimed(id(molecule, 2))
        #expect(try state(molecule, 2) == .claimed)
        #expect(try town.send(MoleculeNext(molecule: molecule.root)).next == nil)
        #expect(refusal { try town.send(MoleculeNext(molecule: molecule.root, ends: 2)) } == .conflict)
        #expect(refusal { try town.send(StepRelease(molecule: molecule.root, number: 2, reason: "x")) } == .conflict)
        _ = try town.send(BeadClose(id: other, reason: "done", outcome: .success))
        #expect(try town.send(MoleculeNext(molecule: molecule.root)).next?.path == "a")
        // Landed.
        try town.run(assignment)
        let request = try town.request(try #require(try town.done(assignment).request))
        try town.passGates()
        try town.land(request)
        #expect(try state(molecule, 2) == .done)
        #expect(try town.send(MoleculeNext(molecule: molecule.root, ends: 1)).next?.path == "c")
    }

    @Test("a worker who gives its bead back gives the step back")
    func givenBack() throws {
        let molecule = try pour([G.step("a")])
        _ = try town.claimed(id(molecule, 1))
        _ = try town.send(WorkUnsling(bead: id(molecule, 1), reason: "not this one"))
        #expect(try state(molecule, 1) == .ready)
        #expect(try town.show(id(molecule, 1)).status == .open)
    }

    @Test("a step that has failed is tried again, and its bead is open; for good, and it stands")
    func failing() throws {
        let molecule = try pour([
            G.step("a") { $0.retry = RetryRule(attemptsMax: 2, backoffSeconds: 60) }, G.step("b", ["a"]),
        ])
        _ = try town.send(BeadClaim(id: id(molecule, 1)))
        _ = try town.send(BeadClose(id: id(molecule, 1), reason: "no network", outcome: .failed))
        #expect(try town.show(id(molecule, 1)).status == .blocked)
        #expect(try town.show(id(molecule, 2)).disposition == .blocked)
        try town.fire(.step(molecule.root, 1))
        #expect(try town.show(id(molecule, 1)).disposition == .ready)
        _ = try town.send(BeadClaim(id: id(molecule, 1)))
        _ = try town.send(BeadClose(id: id(molecule, 1), reason: "no network", outcome: .failed))
        #expect(try state(molecule, 1) == .failed)
        #expect(try own(molecule).isEmpty)
        _ = try town.send(StepRelease(molecule: molecule.root, number: 1, reason: "it is back"))
        #expect(try own(molecule) == [molecule.id(of: 1)])
    }

    @Test("a loop's rounds come one after the other, and those that are not needed are skipped")
    func loops() throws {
        let until = try StepCondition("x.output.ok")
        let molecule = try pour([G.loop("l", count: 3, until: until, [G.step("x")]), G.step("z", ["l"])])
        #expect(try own(molecule) == [molecule.id(of: 1)])
        _ = try town.send(MoleculeNext(molecule: molecule.root))
        let second = try town.send(MoleculeNext(molecule: molecule.root, ends: 1)).next
        #expect(second?.number == 2)
        let last = try town.send(MoleculeNext(molecule: molecule.root, ends: 2, output: ["ok": "yes"])).next
        #expect(last?.path == "z")
        #expect(try town.show(id(molecule, 3)).outcome == .skipped)
        #expect(try town.show(id(molecule, 4)).status == .closed)
        #expect(try town.show(id(molecule, 4)).outcome == .success)
    }

    @Test("a burned molecule's beads are closed, and so are those of a root that is closed by hand")
    func burned() throws {
        let one = try pour([G.step("a"), G.step("b", ["a"])])
        let mine = try town.bead("mine", parent: one.root)
        _ = try town.send(MoleculeBurn(molecule: one.root, reason: "not wanted"))
        #expect(try town.show(id(one, 2)).outcome == .skipped)
        #expect(try town.show(mine).status == .open)
        let two = try pour([G.step("a"), G.step("b", ["a"])])
        _ = try town.send(BeadClose(id: two.root, reason: "enough", outcome: .success))
        #expect(try town.show(id(two, 1)).outcome == .skipped)
        #expect(refusal { try town.send(BeadReopen(id: two.root, reason: "no")) } == .conflict)
        let three = try pour([G.step("a")])
        _ = try town.claimed(id(three, 1))
        #expect(refusal { try town.send(MoleculeBurn(molecule: three.root, reason: "x")) } == .conflict)
    }

    @Test("more steps than can be beads are refused, and what nobody can work at")
    func tooMany() throws {
        #expect(refusal { _ = try pour([G.loop("l", count: 10_000, [G.step("x")])]) } == .tooLarge)
        #expect(refusal { _ = try pour([G.step("x") { $0.type = .epic }]) } == .invalid)
        #expect(try town.count("SELECT count(*) FROM beads") == 0)
    }

    /// Whatever is done to which of both, they say the same.
    @Test("beads and walk agree at every moment", arguments: 1...25)
    func agree(seed: UInt64) throws {
        var graphs = RandomGraph(seed: seed)
        let graph = graphs.make()
        let index = GraphIndex(graph)
        var random = SeededRandom(seed: seed &+ 5000)
        let root = try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown, isPoured: true)).molecule.root
        var rounds = 0
        while try town.show(root).status != .closed {
            rounds += 1
            try #require(rounds < 5000, "it comes to no end")
            let steps = try town.ask(MoleculeSteps(molecule: root, limit: 500)).steps
            try check(steps, of: root, index)
            let free = steps.filter { $0.state == .ready && index.place(of: $0.number)?.graphNode.shape == .step }
            let held = steps.filter { $0.state == .claimed && $0.holder != nil }
            let id = (free + held).randomElement(using: &random).map { valid(BeadID.self, "\(root).\($0.number)") }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: _ = try town.send(MoleculeNext(molecule: root))
            case 1:
                guard let step = held.randomElement(using: &random) else { continue }
                _ = try town.send(
                    MoleculeNext(molecule: root, ends: step.number, output: RandomGraph.output(of: step.path)))
            case 2:
                guard let step = held.randomElement(using: &random) else { continue }
                _ = try town.send(StepRelease(molecule: root, number: step.number, reason: "not now"))
            case 3: if let id { _ = try town.send(BeadClaim(id: id)) }
            case 4: if let id { _ = try town.send(BeadClose(id: id, reason: "closed", outcome: .success)) }
            default: if let id { _ = try town.send(BeadUpdate(id: id, status: .open)) }
            }
        }
        try check(try town.ask(MoleculeSteps(molecule: root, limit: 500)).steps, of: root, index)
    }

    private func check(_ steps: [MoleculeStep], of root: BeadID, _ index: GraphIndex) throws {
        let states = Dictionary(uniqueKeysWithValues: steps.map { ($0.number, $0.state) })
        for step in steps {
            let bead = try town.show(valid(BeadID.self, "\(root).\(step.number)"))
            let place = try #require(index.place(of: step.number))
            var loop = place.loop
            var isLeftOut = false
            while let around = loop {
                isLeftOut = isLeftOut || states[around.number]?.isEnded == true
                loop = around.loop
            }
            #expect(bead.status.isEnded == (step.state.isEnded || isLeftOut), "\(step.path) is \(step.state)")
            guard place.graphNode.shape == .step, !isLeftOut else { continue }
            #expect((bead.disposition == .ready) == (step.state == .ready), "\(step.path): \(bead.disposition)")
            #expect((bead.disposition == .taken) == (step.state == .claimed), "\(step.path): \(bead.disposition)")
        }
    }
}

import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("A formula that is slung")
struct SlingFormulaTests {
    private typealias G = TestGraph
    let town: VerbTown
    let graph = TestGraph.graph([TestGraph.step("a"), TestGraph.step("b", ["a"])], name: "way")

    init() throws { town = try VerbTown() }

    private func ways() throws -> Int { try town.count("SELECT count(*) FROM molecules WHERE attached IS NOT NULL") }

    @Test("it becomes the way of the bead, in the transaction that queues it; said twice, it is one")
    func laid() throws {
        let bead = try town.bead("a task")
        let sling = WorkSling(beads: [bead], graph: graph)
        #expect(try town.send(sling).slung.map(\.bead) == [bead])
        #expect(try town.send(sling).slung.map(\.bead) == [bead])
        #expect(try ways() == 1)
        let assignment = try town.claim(bead)
        try town.run(assignment)
        let prime = try town.ask(PrimeShow(), as: .session(assignment))
        #expect(prime.molecule?.molecule.formula == "way" && prime.formula == nil)
    }

    @Test("another formula on the same bead is refused, and nothing is slung")
    func other() throws {
        let bead = try town.bead("a task")
        try town.send(WorkSling(beads: [bead], graph: graph))
        let other = WorkSling(beads: [bead], graph: G.graph([G.step("x")], name: "other"))
        #expect(refusal { try town.send(other) } == .conflict)
        let two = WorkSling(beads: [bead, try town.bead("another")], graph: graph)
        #expect(refusal { try town.send(two) } == .invalid)
    }

    @Test("when the sling is refused there is no molecule either; a dry run makes none")
    func atomic() throws {
        let bead = try town.bead("the town's", rig: nil)
        #expect(refusal { try town.send(WorkSling(beads: [bead], graph: graph)) } == .invalid)
        let ours = try town.bead("a task")
        try town.send(WorkSling(beads: [ours], dryRun: true, graph: graph))
        #expect(refusal { try town.send(WorkSling(beads: [], dryRun: true, graph: graph)) } == .invalid)
        #expect(try town.count("SELECT count(*) FROM molecules") == 0)
    }

    @Test("without a bead it is a piece of work by itself")
    func alone() throws {
        let reply = try town.send(WorkSling(beads: [], target: .rig(VerbTown.gastown), graph: graph))
        let bead = try #require(reply.slung.first?.bead)
        #expect(try town.show(bead).title == "way")
        #expect(try ways() == 1)
        #expect(try town.claim(bead).bead == bead)
    }

    @Test("a rig's default formula is named to who has a bead without one; work that did not merge has another")
    func named() throws {
        try town.set(VerbTown.gastown) { $0.settings.defaultFormula = "polecat-work" }
        let bead = try town.bead("a task")
        let first = try town.working(bead)
        #expect(try town.ask(PrimeShow(), as: .session(first)).formula == "polecat-work")
        #expect(try town.ask(PrimeShow(), as: .overseer).formula == nil)
        let make = MoleculeMake(graph: graph, rig: VerbTown.gastown, attach: bead)
        let root = try town.send(make, as: .session(first)).molecule.root
        #expect(try town.ask(PrimeShow(), as: .session(first)).formula == nil)
        let request = try town.request(try #require(try town.done(first).request))
        #expect(try town.show(root).closeReason == "\(bead) was handed in")
        try town.send(MergeReturned(request: request.id, fault: .conflict, reason: "it does not merge"), as: .refinery)
        let second = try town.claim(bead)
        try town.run(second)
        #expect(try town.ask(PrimeShow(), as: .session(second)).formula == RigSettings.conflictFormula)
    }

    @Test("a step that was held and is free is told, and no other")
    func freed() throws {
        let root = try town.send(
            MoleculeMake(
                graph: G.graph([
                    G.step("a"), G.step("b", ["a"]) { $0.gate = StepGate(kind: .timer, timeoutSeconds: 60) },
                ]))
        ).molecule.root
        _ = try town.send(MoleculeNext(molecule: root))
        _ = try town.send(MoleculeNext(molecule: root, ends: 1))
        #expect(town.events.filter { $0.kind == .stepFreed }.isEmpty)
        try town.fire(.step(root, 2))
        let told = town.events.filter { $0.kind == .stepFreed }
        #expect(told.map(\.subject) == [root.text] && told.first?.data.note == "\(root).2 (b)")
    }
}

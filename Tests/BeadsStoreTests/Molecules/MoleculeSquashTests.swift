import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Molecules that are squashed")
struct MoleculeSquashTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func make(
        _ drafts: [TestGraph.Draft], attach: BeadID? = nil, squash: SquashRule? = nil
    ) throws -> Molecule {
        var graph = G.graph(drafts)
        graph.squash = squash
        return try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown, attach: attach)).molecule
    }

    private func walk(_ molecule: Molecule) throws {
        var step = try town.send(MoleculeNext(molecule: molecule.root)).next
        while let at = step {
            step = try town.send(MoleculeNext(molecule: molecule.root, ends: at.number, output: ["n": at.path])).next
        }
    }

    private func digests() throws -> [Bead] {
        try town.ask(BeadList(selection: Self.digests)).beads
    }

    private static var digests: BeadSelection {
        var selection = BeadSelection()
        selection.labels = ["digest"]
        selection.includeClosed = true
        return selection
    }

    private static let byItself = SquashRule(trigger: "on_complete", template: "work", hasMetrics: true)

    @Test("a digest is a closed bead like any, related to the bead that it was the way of; the steps are gone")
    func squashed() throws {
        let bead = try town.bead()
        let molecule = try make([G.step("a"), G.step("b", ["a"])], attach: bead)
        try walk(molecule)
        let reply = try town.send(MoleculeSquash(molecule: molecule.root))
        #expect(reply.molecule.digest == reply.bead.id)
        let detail = try town.detail(reply.bead.id)
        #expect(detail.bead.title == "Digest: test" && detail.bead.labels == ["digest"])
        #expect(detail.bead.status == .closed && detail.bead.rig == VerbTown.gastown)
        #expect(detail.bead.id.text.hasPrefix("gt-") && !detail.bead.id.text.contains("wisp"))
        #expect(detail.bead.description.contains("It was the way of working at \(bead)."))
        #expect(detail.bead.description.contains("- 2 b: done by overseer\n  - n = b"))
        #expect(try town.count("SELECT count(*) FROM edges WHERE type = 'related' AND target = '\(bead)'") == 1)
        #expect(try town.count("SELECT count(*) FROM steps") == 0)
        #expect(try town.count("SELECT marks FROM beads WHERE id = '\(reply.bead.id)'") == 0)
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).molecule.digest == reply.bead.id)
        #expect(refusal { _ = try town.ask(MoleculeSteps(molecule: molecule.root)) } == .conflict)
    }

    @Test("what is squashed already is said so, and one that has not ended is refused unless it is forced")
    func refusals() throws {
        let molecule = try make([G.step("a") { $0.gate = StepGate(kind: .timer, timeoutSeconds: 60) }, G.step("b")])
        _ = try town.send(MoleculeNext(molecule: molecule.root))
        #expect(refusal { try town.send(MoleculeSquash(molecule: molecule.root)) } == .conflict)
        #expect(
            refusal { try town.send(MoleculeSquash(molecule: molecule.root, summary: " ", isForced: true)) } == .invalid
        )
        let reply = try town.send(MoleculeSquash(molecule: molecule.root, summary: "enough", isForced: true))
        #expect(reply.bead.description.hasPrefix("enough\n\nThe molecule"))
        #expect(reply.bead.description.contains("2 steps: 0 done, 0 skipped, 0 failed, 2 not ended."))
        let root = try town.show(molecule.root)
        #expect(root.status == .closed && root.outcome == .skipped)
        #expect(try town.count("SELECT count(*) FROM steps") == 0)
        #expect(try town.count("SELECT count(*) FROM timers") == 0)
        #expect(refusal { try town.send(MoleculeSquash(molecule: molecule.root)) } == .already)
        #expect(try digests().count == 1)
        #expect(refusal { try town.send(MoleculeSquash(molecule: try town.bead())) } == .conflict)
        // Its root opened again does not bring its steps back.
        try town.send(BeadReopen(id: molecule.root, reason: "again"))
        #expect(try town.send(MoleculeNext(molecule: molecule.root)).next == nil)
    }

    @Test("a bead's molecule is squashed by whoever has the bead, and by a person")
    func rights() throws {
        let bead = try town.bead()
        let assignment = try town.working(bead)
        let molecule = try make([G.step("a")], attach: bead)
        let stranger = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "stranger")))
        let squash = MoleculeSquash(molecule: molecule.root, isForced: true)
        #expect(refusal { try town.send(squash, as: stranger) } == .conflict)
        #expect(refusal { try town.send(squash, as: .session(assignment)) } == nil)
    }

    @Test("steps that are kept can be looked at, and are walked no more")
    func kept() throws {
        let molecule = try make([G.step("a"), G.step("b", ["a"])])
        _ = try town.send(MoleculeNext(molecule: molecule.root))
        _ = try town.send(MoleculeSquash(molecule: molecule.root, isForced: true, keepsRows: true))
        #expect(try town.ask(MoleculeSteps(molecule: molecule.root)).steps.map(\.state) == [.claimed, .waiting])
        #expect(try town.send(MoleculeNext(molecule: molecule.root, ends: 1)).next == nil)
        try town.send(BeadReopen(id: molecule.root, reason: "again"))
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).molecule.endedAt != nil)
    }

    @Test("a formula that says so is squashed with its last step, and who asks again is told that it is over")
    func byItself() throws {
        let molecule = try make([G.step("a"), G.step("b", ["a"])], squash: Self.byItself)
        _ = try town.send(MoleculeNext(molecule: molecule.root))
        _ = try town.send(MoleculeNext(molecule: molecule.root, ends: 1))
        #expect(try digests().isEmpty)
        town.now = town.now.advanced(by: .seconds(125))
        let last = MoleculeNext(molecule: molecule.root, ends: 2)
        let reply = try town.send(last)
        let digest = try #require(try digests().first)
        #expect(reply.molecule.digest == digest.id && reply.molecule.endedAt == town.now)
        #expect(digest.description.contains("in the form \"work\""))
        #expect(digest.description.contains("- 2 b: done by overseer in 2 min 5 s"))
        #expect(try town.send(last) == reply)
        #expect(try digests().count == 1)
        #expect(try town.show(molecule.root).outcome == .success)
    }

    @Test("one that is over as soon as it is made is squashed then")
    func atOnce() throws {
        let condition = try StepCondition("'' == 'x'")
        let molecule = try make([G.step("a") { $0.condition = condition }], squash: Self.byItself)
        #expect(molecule.endedAt != nil && molecule.digest != nil)
        #expect(try digests().first?.description.contains("- 1 a: skipped: its condition is false") == true)
    }

    @Test("rows of a long one go part by part, and none of them is asked for in between")
    func long() throws {
        let molecule = try make([G.loop("l", count: 60_000, [G.step("x")]), G.step("end", ["l"])])
        // As if it had been walked: a row a round.
        try town.database.run(
            """
            INSERT OR REPLACE INTO steps (molecule, number, state, began_at, ended_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            SELECT 1, i, 6, 1, 2 FROM n
            """)
        try town.database.run("UPDATE molecules SET done = 60000")
        let digest = try town.send(MoleculeSquash(molecule: molecule.root, isForced: true)).bead
        #expect(digest.description.contains("60001 steps: 60000 done"))
        #expect(
            digest.description.contains("- 1 l.iter1.x: done") && digest.description.contains("- 60000 l.iter60000.x"))
        #expect(digest.description.utf8.count < 8000)
        for left in [40_000, 20_000, 0] {
            #expect(try town.count("SELECT count(*) FROM steps") == left)
            #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'clear-squashed'") == (left > 0 ? 1 : 0))
            #expect(refusal { _ = try town.ask(MoleculeSteps(molecule: molecule.root)) } == .conflict)
            if left > 0 { try town.fire(.clearSquashed(molecule.root)) }
        }
        #expect(try town.ask(MoleculeCurrent()).molecules.isEmpty)
    }

    @Test("sent twice it is done once, and the store's death takes nothing of it back")
    func twice() throws {
        let ledger = try MemoryLedger()
        let rig = VerbTown.gastown
        let made = try ledger.send(MoleculeMake(graph: G.graph([G.loop("l", count: 30_000, [G.step("x")])]), rig: rig))
        let root = made.molecule.root
        let squash = Request.command(MoleculeSquash(molecule: root, isForced: true), id: "person/1")
        let first = try ledger.answer(squash)
        ledger.crash()
        let second = try ledger.answer(squash)
        #expect(first.isOK && second.result == first.result && second.headers.already == true)
        let other = try ledger.answer(.command(MoleculeSquash(molecule: root, isForced: true), id: "person/2"))
        #expect(other.code == .already)
        #expect(try ledger.ask(BeadList(selection: Self.digests)).beads.count == 1)
    }
}

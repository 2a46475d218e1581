import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("What a molecule is the way of")
struct MoleculeAttachTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func make(attach: BeadID? = nil) throws -> Molecule {
        let graph = G.graph([G.step("a"), G.loop("l", count: 2, [G.step("x")])])
        return try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown, attach: attach)).molecule
    }

    @Test("a free molecule becomes the way of a bead, and whoever has that walks it")
    func attached() throws {
        let bead = try town.bead()
        let worker = Speaker.session(try town.working(bead))
        let molecule = try make()
        let version = try town.show(molecule.root).version
        let reply = try town.send(MoleculeAttach(molecule: molecule.root, bead: bead))
        #expect(reply.molecule.attached == bead)
        #expect(try town.send(MoleculeNext(molecule: molecule.root), as: worker).next?.path == "a")
        #expect(try town.ask(PrimeShow(), as: worker).molecule?.molecule.root == molecule.root)
        #expect(try town.show(molecule.root).version == version + 1)
        let told = try #require(town.events.last { $0.subject == molecule.root.text })
        #expect(told.data.bead?.fields["attached"] == FieldChange(old: nil, new: "\"\(bead)\""))
    }

    @Test("one way a bead, one bead a way, and both must be open")
    func refusals() throws {
        let (one, two) = (try town.bead(), try town.bead())
        let (first, second) = (try make(attach: one), try make())
        func attach(_ molecule: Molecule, _ bead: BeadID) -> ErrorCode? {
            refusal { try town.send(MoleculeAttach(molecule: molecule.root, bead: bead)) }
        }
        #expect(attach(first, one) == .already)
        #expect(attach(first, two) == .conflict)
        #expect(attach(second, one) == .conflict)
        #expect(attach(second, second.root) == .invalid)
        try town.send(BeadClose(id: two, reason: "there"))
        #expect(attach(second, two) == .conflict)
        try town.send(MoleculeBurn(molecule: first.root, reason: "no"))
        #expect(attach(second, one) == nil)
        try town.send(BeadClose(id: one, reason: "there"))
        #expect(try town.show(second.root).status == .closed)
        #expect(attach(second, try town.bead()) == .conflict)
    }

    @Test("an agent attaches to the bead on his own hook, and to no other")
    func rights() throws {
        let bead = try town.bead()
        let worker = Speaker.session(try town.working(bead))
        let stranger = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "stranger")))
        let attach = MoleculeAttach(molecule: try make().root, bead: bead)
        #expect(refusal { try town.send(attach, as: stranger) } == .conflict)
        #expect(refusal { try town.send(attach, as: worker) } == nil)
        #expect(refusal { try town.send(MoleculeDetach(id: bead), as: stranger) } == .conflict)
        #expect(refusal { try town.send(MoleculeDetach(id: bead), as: worker) } == nil)
    }

    @Test("parted, both are alive, and what was claimed is there for anybody", arguments: [false, true])
    func detached(byBead: Bool) throws {
        let bead = try town.bead()
        let molecule = try make(attach: bead)
        let worker = Speaker.session(try town.working(bead))
        #expect(try town.send(MoleculeNext(molecule: molecule.root), as: worker).next?.path == "a")
        let reply = try town.send(MoleculeDetach(id: byBead ? bead : molecule.root))
        #expect(reply.molecule.attached == nil && reply.molecule.endedAt == nil)
        #expect(reply.open.map(\.path) == ["a", "l.iter1.x"] && reply.open.map(\.state) == [.ready, .ready])
        #expect(try !town.show(bead).status.isEnded)
        #expect(refusal { try town.send(MoleculeDetach(id: byBead ? bead : molecule.root)) } == .conflict)
        // The bead's end is not the molecule's any more, and another may be its way.
        _ = try make(attach: bead)
        let stranger = Speaker(actor: .polecat(VerbTown.gastown, valid(AgentName.self, "stranger")))
        let step = try town.send(MoleculeNext(molecule: molecule.root), as: stranger).next
        #expect(step?.path == "a" && step?.attempt == 2)
    }

    @Test("sent twice it is done once")
    func twice() throws {
        let ledger = try MemoryLedger()
        let bead = try ledger.send(BeadCreate(rig: VerbTown.gastown, title: "b")).bead.id
        let root = try ledger.send(MoleculeMake(graph: G.graph([G.step("a")]), rig: VerbTown.gastown)).molecule.root
        let attach = Request.command(MoleculeAttach(molecule: root, bead: bead), id: "person/1")
        let first = try ledger.answer(attach)
        ledger.crash()
        #expect(first.isOK)
        #expect(try ledger.answer(attach).result == first.result)
        let detach = Request.command(MoleculeDetach(id: bead), id: "person/2")
        let parted = try ledger.answer(detach)
        #expect(parted.isOK)
        #expect(try ledger.answer(detach).result == parted.result)
        #expect(try ledger.ask(MoleculeShow(molecule: root)).molecule.attached == nil)
    }
}

@Suite("Molecules that stand")
struct MoleculeStaleTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func make(_ drafts: [TestGraph.Draft]) throws -> BeadID {
        try town.send(MoleculeMake(graph: G.graph(drafts), rig: VerbTown.gastown)).molecule.root
    }

    private func pass(hours: Int64) { town.now = town.now.advanced(by: .seconds(hours * 3600)) }

    @Test("what nothing has happened to for so long stands; a claim is something")
    func idle() throws {
        let (one, two) = (try make([G.step("a"), G.step("b", ["a"])]), try make([G.step("a")]))
        pass(hours: 20)
        let moved = town.now
        _ = try town.send(MoleculeNext(molecule: one))
        pass(hours: 5)
        let stale = try town.ask(MoleculeStale()).molecules
        #expect(stale.map(\.molecule.root) == [two] && stale.map(\.why) == [[.idle]])
        let more = try town.ask(MoleculeStale(hours: 4)).molecules
        #expect(more.map(\.molecule.root) == [one, two])
        #expect(more.first?.since == moved && more.first?.open.map(\.state) == [.claimed])
        #expect(try town.ask(MoleculeStale(hours: 26)).molecules.isEmpty)
    }

    @Test("a failed step and a loop that never comes true stand at once; one that rests does not")
    func failed() throws {
        let step = try make([G.step("a")])
        let rests = try make([G.step("a") { $0.retry = RetryRule(attemptsMax: 2, backoffSeconds: 60) }])
        let loop = try make([G.loop("l", count: 1, until: try StepCondition("'' == 'x'"), [G.step("x")])])
        for root in [step, rests] {
            _ = try town.send(MoleculeNext(molecule: root))
            _ = try town.send(MoleculeNext(molecule: root, ends: 1, failed: true))
        }
        _ = try town.send(MoleculeNext(molecule: loop))
        _ = try town.send(MoleculeNext(molecule: loop, ends: 1))
        let stale = try town.ask(MoleculeStale()).molecules
        #expect(stale.map(\.molecule.root) == [step, loop] && stale.map(\.why) == [[.failed], [.failed]])
        pass(hours: 24)
        #expect(try town.ask(MoleculeStale()).molecules.map(\.why) == [[.failed, .idle], [.idle], [.failed, .idle]])
    }

    @Test("a root that is open with nothing left below it stands")
    func ended() throws {
        let root = try make([G.step("a")])
        _ = try town.send(MoleculeNext(molecule: root))
        _ = try town.send(MoleculeNext(molecule: root, ends: 1))
        #expect(try town.ask(MoleculeStale(hours: 0)).molecules.isEmpty)
        try town.send(BeadReopen(id: root, reason: "was it really?"))
        let stale = try town.ask(MoleculeStale()).molecules
        #expect(stale.map(\.molecule.root) == [root] && stale.map(\.why) == [[.ended]])
        try town.send(BeadClose(id: root, reason: "it was"))
        #expect(try town.ask(MoleculeStale()).molecules.isEmpty)
    }

    @Test("one question looks at so many and no more, and says where the next goes on")
    func bounded() throws {
        _ = try make([G.step("a")])
        // Of which only the last stands: the first was moved just now, as all that are like it.
        let count = StaleLimits.lookedAtMax + 2
        try town.database.run(
            """
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
            INSERT INTO molecules (number, root, graph, formula, title, steps, created_at, moved_at)
            SELECT i, 'gt-x' || i, graph, formula, title, steps, created_at, CASE i WHEN \(count) THEN 0 ELSE moved_at END
            FROM n, molecules WHERE number = 1
            """)
        try town.database.run(
            "INSERT INTO steps (molecule, number, state) SELECT number, 1, 2 FROM molecules WHERE number > 1")
        let first = try town.ask(MoleculeStale())
        #expect(first.molecules.isEmpty && first.next == StaleLimits.lookedAtMax)
        let second = try town.ask(MoleculeStale(after: first.next))
        #expect(second.molecules.map(\.molecule.root.text) == ["gt-x\(count)"] && second.next == nil)
    }

    @Test("pages of it give each once")
    func pages() throws {
        var roots: [BeadID] = []
        for _ in 1...7 { roots.append(try make([G.step("a")])) }
        pass(hours: 30)
        var seen: [BeadID] = []
        var after: Int64?
        repeat {
            let reply = try town.ask(MoleculeStale(limit: 3, after: after))
            #expect(reply.molecules.count <= 3)
            seen += reply.molecules.map(\.molecule.root)
            after = reply.next
        } while after != nil
        #expect(seen == roots)
    }
}

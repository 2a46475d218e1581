import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Molecules that are joined")
struct MoleculeBondTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private static let gated = G.graph([
        G.step("wait") { $0.gate = StepGate(kind: .timer, timeoutSeconds: 60) }, G.step("go", ["wait"]), G.step("now"),
    ])

    private func make(_ drafts: [TestGraph.Draft] = [G.step("a"), G.step("b", ["a"])]) throws -> Molecule {
        try town.send(MoleculeMake(graph: G.graph(drafts), rig: VerbTown.gastown)).molecule
    }

    private func next(_ root: BeadID, ends number: Int64? = nil) throws -> MoleculeStep? {
        guard let number else { return try town.send(MoleculeNext(molecule: root)).next }
        return try town.send(MoleculeNext(molecule: root, ends: number)).next
    }

    private func show(_ root: BeadID) throws -> Molecule { try town.ask(MoleculeShow(molecule: root)).molecule }

    private func finish(_ molecule: Molecule) throws {
        var step = try next(molecule.root)
        while let at = step { step = try next(molecule.root, ends: at.number) }
    }

    private func rows(of root: BeadID) throws -> Int {
        try town.count(
            "SELECT count(*) FROM steps WHERE molecule = (SELECT number FROM molecules WHERE root = '\(root)')")
    }

    @Test("one after the other: the second has no step before the first has ended, and begins in that transaction")
    func sequential() throws {
        let first = try make()
        let second = try town.send(
            MoleculeBond(molecule: first.root, type: .sequential, graph: Self.gated, title: "then")
        ).other
        #expect(second.isHeld && second.title == "then")
        #expect(try rows(of: second.root) == 0)
        #expect(try town.count("SELECT count(*) FROM timers") == 0)
        #expect(try next(second.root) == nil)
        #expect(refusal { _ = try next(second.root, ends: 3) } == .conflict)
        #expect(try town.show(second.root).rig == VerbTown.gastown)
        town.now = town.now.advanced(by: .seconds(3600 * 48))
        #expect(try town.ask(MoleculeStale()).molecules.map(\.molecule.root) == [first.root])
        try finish(first)
        #expect(try !show(second.root).isHeld)
        let due = town.now.advanced(by: .seconds(60)).milliseconds
        #expect(try town.count("SELECT count(*) FROM timers WHERE kind = 'step' AND due = \(due)") == 1)
        #expect(try next(second.root)?.path == "now")
    }

    @Test("one that is there can wait as long as nothing was done at it")
    func existing() throws {
        let (first, second, begun) = (try make(), try make(), try make())
        #expect(try town.send(MoleculeBond(molecule: first.root, type: .sequential, other: second.root)).other.isHeld)
        #expect(try rows(of: second.root) == 0)
        #expect(try next(begun.root)?.path == "a")
        let bond = MoleculeBond(molecule: first.root, type: .sequential, other: begun.root)
        #expect(refusal { try town.send(bond) } == .conflict)
        // Refused is not half done.
        #expect(try town.count("SELECT count(*) FROM edges") == 1)
        try finish(first)
        #expect(try next(second.root)?.path == "a")
        // What has ended holds nobody.
        #expect(refusal { try town.send(bond) } == nil)
        #expect(try next(begun.root, ends: 1)?.path == "b")
    }

    @Test("a gate that was opened is something that was done")
    func openedGate() throws {
        let first = try make()
        let second = try town.send(MoleculeMake(graph: Self.gated, rig: VerbTown.gastown)).molecule
        try town.fire(.step(second.root, 1))
        let bond = MoleculeBond(molecule: first.root, type: .sequential, other: second.root)
        #expect(refusal { try town.send(bond) } == .conflict)
    }

    @Test("for the case that the first fails: it is burned, and the second begins")
    func fails() throws {
        let first = try make()
        let second = try town.send(
            MoleculeBond(molecule: first.root, type: .conditional, graph: Self.gated)
        ).other
        _ = try next(first.root)
        _ = try town.send(MoleculeNext(molecule: first.root, ends: 1, failed: true))
        // It stands: a person decides.
        #expect(try show(second.root).isHeld)
        try town.send(MoleculeBurn(molecule: first.root, reason: "hopeless"))
        #expect(try town.show(first.root).outcome == .failed)
        #expect(try next(second.root)?.path == "now")
    }

    @Test("the first succeeds, or is ended without failing: the second is skipped", arguments: [true, false])
    func doesNotFail(succeeds: Bool) throws {
        let first = try make()
        let second = try town.send(MoleculeBond(molecule: first.root, type: .conditional, graph: Self.gated)).other
        let third = try town.send(MoleculeBond(molecule: second.root, type: .sequential, graph: Self.gated)).other
        if succeeds {
            try finish(first)
        } else {
            _ = try town.send(MoleculeSquash(molecule: first.root, isForced: true))
        }
        let root = try town.show(second.root)
        #expect(root.status == .closed && root.outcome == .skipped)
        #expect(try show(second.root).endedAt != nil && rows(of: second.root) == 0)
        #expect(try next(second.root) == nil)
        #expect(try next(third.root)?.path == "now")
        let late = MoleculeBond(molecule: first.root, type: .conditional, graph: Self.gated)
        #expect(refusal { try town.send(late) } == .conflict)
        #expect(try town.count("SELECT count(*) FROM molecules") == 3)
    }

    @Test("nobody need care for a burned molecule that nothing depends on")
    func burned() throws {
        let first = try make()
        try town.send(MoleculeBurn(molecule: first.root, reason: "no"))
        #expect(try town.show(first.root).outcome == .skipped)
    }

    @Test("side by side they are parts of one bead, which ends with the last; more may join")
    func parallel() throws {
        let (first, second) = (try make(), try make())
        _ = try next(second.root)
        let bond = MoleculeBond(molecule: first.root, type: .parallel, other: second.root)
        let parent = try #require(try town.send(bond).parent)
        #expect(refusal { try town.send(bond) } == .already)
        let reply = try town.send(
            MoleculeBond(molecule: second.root, type: .parallel, graph: G.graph([G.step("x")])))
        #expect(reply.parent == parent && !reply.other.isHeld)
        #expect(try town.exported(ephemeral: false).isEmpty)
        try finish(first)
        try finish(second)
        #expect(try town.show(parent).status == .open)
        try finish(reply.other)
        #expect(try town.show(parent).status == .closed)
    }

    @Test("rings, itself, what has ended, what is unknown, and neither or both are refused")
    func refusals() throws {
        let (first, second) = (try make(), try make())
        func bond(_ bond: MoleculeBond) -> ErrorCode? { refusal { try town.send(bond) } }
        #expect(bond(MoleculeBond(molecule: first.root, type: .sequential, other: first.root)) == .invalid)
        #expect(bond(MoleculeBond(molecule: first.root, type: .sequential, other: second.root)) == nil)
        #expect(bond(MoleculeBond(molecule: first.root, type: .sequential, other: second.root)) == .already)
        #expect(bond(MoleculeBond(molecule: second.root, type: .sequential, other: first.root)) == .conflict)
        #expect(bond(MoleculeBond(molecule: try town.bead(), type: .sequential, other: first.root)) == .conflict)
        var both = MoleculeBond(molecule: first.root, type: .sequential, other: second.root)
        both.graph = Self.gated
        #expect(bond(both) == .invalid)
        both.graph = nil
        both.other = nil
        #expect(bond(both) == .invalid)
        let ring = G.graph([G.step("x", ["y"]), G.step("y", ["x"])])
        #expect(bond(MoleculeBond(molecule: first.root, type: .parallel, graph: ring)) == .invalid)
        try finish(first)
        #expect(bond(MoleculeBond(molecule: second.root, type: .sequential, other: first.root)) == .conflict)
        #expect(try town.count("SELECT count(*) FROM molecules") == 2)
    }

    @Test("a person takes the edge away and it begins; closed before that and opened again it waits again")
    func byHand() throws {
        let first = try make()
        let second = try town.send(MoleculeBond(molecule: first.root, type: .sequential, graph: Self.gated)).other
        try town.send(BeadClose(id: second.root, reason: "not wanted"))
        #expect(try show(second.root).endedAt != nil)
        try town.send(BeadReopen(id: second.root, reason: "wanted"))
        #expect(try show(second.root).endedAt == nil && show(second.root).isHeld)
        try town.send(EdgeRemove(edge: Edge(from: second.root, to: first.root, type: .blocks)))
        #expect(try next(second.root)?.path == "now")
        // Opened again when nothing holds it any more, it begins then.
        let third = try town.send(MoleculeBond(molecule: first.root, type: .sequential, graph: Self.gated)).other
        try town.send(BeadClose(id: third.root, reason: "not wanted"))
        try finish(first)
        #expect(try show(third.root).isHeld)
        try town.send(BeadReopen(id: third.root, reason: "wanted"))
        #expect(try next(third.root)?.path == "now")
    }

    @Test("a chain goes on by itself, also when each is squashed at its end")
    func chain() throws {
        var graph = G.graph([G.step("x")])
        graph.squash = SquashRule(trigger: "on_complete")
        var roots = [try town.send(MoleculeMake(graph: graph, rig: VerbTown.gastown)).molecule.root]
        for _ in 1...20 {
            let last = roots[roots.count - 1]
            roots.append(try town.send(MoleculeBond(molecule: last, type: .sequential, graph: graph)).other.root)
        }
        for (at, root) in roots.enumerated() {
            #expect(try roots.filter { try show($0).isHeld } == Array(roots[(at + 1)...]))
            #expect(try next(root)?.path == "x")
            _ = try next(root, ends: 1)
        }
        #expect(try town.count("SELECT count(*) FROM labels WHERE label = 'digest'") == 21)
        #expect(try town.count("SELECT count(*) FROM steps") == 0)
    }

    @Test("sent twice one molecule is made, and the store's death takes nothing of it back")
    func twice() throws {
        let ledger = try MemoryLedger()
        let graph = G.graph([G.step("a")])
        let root = try ledger.send(MoleculeMake(graph: graph, rig: VerbTown.gastown)).molecule.root
        let bond = Request.command(MoleculeBond(molecule: root, type: .sequential, graph: graph), id: "person/1")
        let first = try ledger.answer(bond)
        ledger.crash()
        let second = try ledger.answer(bond)
        #expect(first.isOK && second.result == first.result && second.headers.already == true)
        let all = try ledger.ask(MoleculeList()).molecules
        #expect(all.map(\.isHeld) == [true, false])
        _ = try ledger.send(MoleculeNext(molecule: root))
        _ = try ledger.send(MoleculeNext(molecule: root, ends: 1))
        ledger.crash()
        let held = try #require(all.first)
        #expect(try ledger.send(MoleculeNext(molecule: held.root)).next?.path == "a")
    }
}

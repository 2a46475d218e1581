import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Gates that the Deacon looks at")
struct GateLookTests {
    private typealias G = TestGraph
    let town: MemoryLedger
    private let command = StepGate(kind: .exec, subject: "true")

    init() throws { town = try MemoryLedger() }

    private func make(_ drafts: [TestGraph.Draft], rig: RigName? = nil) throws -> Molecule {
        try town.send(MoleculeMake(graph: G.graph(drafts), rig: rig)).molecule
    }

    private func gated(_ gate: StepGate, after needs: [String] = []) -> TestGraph.Draft {
        G.step("gated", needs) { $0.gate = gate }
    }

    private func step(_ number: Int64, of molecule: Molecule) throws -> MoleculeStep? {
        try town.ask(MoleculeSteps(molecule: molecule.root, after: number - 1, limit: 1)).steps.first
    }

    private var listed: [GateLook] { get throws { try town.ask(DeaconList()).gates ?? [] } }

    private func report(_ gate: GateLook, isOpen: Bool, note: String? = nil, id: String? = nil) throws {
        try town.send(
            StepGateReport(molecule: gate.molecule, number: gate.number, look: gate.look, isOpen: isOpen, note: note),
            as: .deacon, id: id)
    }

    @Test(
        "a gate is told and listed when it is shut, not before, and an open one lets its step go on",
        arguments: [StepGate.Kind.exec, .forgeRun, .forgePull])
    func opened(_ kind: StepGate.Kind) throws {
        let molecule = try make(
            [G.step("first"), gated(StepGate(kind: kind, subject: "17"), after: ["first"])],
            rig: VerbTown.gastown)
        #expect(try listed == [])
        try town.send(MoleculeNext(molecule: molecule.root, ends: 1, claims: false))
        let gate = try #require(try listed.first)
        #expect(gate.id == "\(molecule.root).2" && gate.rig?.text == "gastown" && gate.look == 1)
        #expect(gate.due == town.now)
        let told = try #require(town.published.last { $0.kind == .stepGated }).decoded()
        #expect(told.stream == .town && told.data.gate == gate && told.subject == gate.id)
        try report(gate, isOpen: true)
        #expect(try step(2, of: molecule)?.state == .ready)
        #expect(try listed == [])
    }

    @Test("a shut gate's reason is noted, and the next look is due after a pause that doubles")
    func pauses() throws {
        let molecule = try make([gated(command)])
        var pauses: [Int64] = []
        for look in Int64(1)...8 {
            let gate = try #require(try listed.first)
            #expect(gate.look == look)
            try report(gate, isOpen: false, note: "it ended with \(look)")
            let next = try #require(try listed.first)
            pauses.append(town.now.duration(to: next.due).components.seconds)
            town.now = next.due
        }
        #expect(pauses == [30, 60, 120, 240, 480, 900, 900, 900])
        let step = try #require(try step(1, of: molecule))
        #expect(step.state == .gated && step.note == "it ended with 8")
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).open.map(\.note) == ["it ended with 8"])
    }

    @Test("what is said twice, of another look or of a gate that is gone changes nothing")
    func ignored() throws {
        let molecule = try make([gated(command)])
        let gate = try #require(try listed.first)
        try report(gate, isOpen: false, note: "shut", id: "same")
        try report(gate, isOpen: false, note: "shut", id: "same")
        try report(gate, isOpen: true, note: "late")
        #expect(try step(1, of: molecule)?.state == .gated)
        let next = try #require(try listed.first)
        #expect(next.look == 2)
        try town.send(StepRelease(molecule: molecule.root, number: 1, reason: "a person has looked"))
        try report(next, isOpen: false, note: "it ended with 1")
        #expect(try step(1, of: molecule)?.state == .ready)
        #expect(try step(1, of: molecule)?.note == "a person has looked")
        try town.send(MoleculeBurn(molecule: molecule.root, reason: "not wanted"))
        try report(next, isOpen: true)
    }

    @Test("a burned molecule's gates are looked at no more; an ended one's are when it goes on")
    func gone() throws {
        let burned = try make([gated(command)])
        let ended = try make([gated(command)])
        try town.send(MoleculeBurn(molecule: burned.root, reason: "not wanted"))
        #expect(try listed.map(\.molecule) == [ended.root])
        try town.send(BeadClose(id: ended.root, reason: "not now"))
        #expect(try listed == [])
        try town.send(BeadReopen(id: ended.root, reason: "now"))
        #expect(try listed.map(\.molecule) == [ended.root])
        let told = try #require(town.published.last { $0.kind == .stepGated }).decoded()
        #expect(told.data.gate?.molecule == ended.root)
    }

    @Test("a store that is killed knows its gates, and what was found of them")
    func killed() throws {
        let molecule = try make([gated(command)])
        try report(try #require(try listed.first), isOpen: false, note: "shut")
        town.crash()
        let gate = try #require(try listed.first)
        #expect(gate.look == 2)
        try report(gate, isOpen: true)
        town.crash()
        #expect(try step(1, of: molecule)?.state == .ready)
    }

    @Test("a person is told with the reason when it stays shut for too long, and not when it has opened")
    func timeout() throws {
        let molecule = try make([gated(StepGate(kind: .exec, subject: "false", timeoutSeconds: 60))])
        let other = try make([gated(StepGate(kind: .exec, subject: "true", timeoutSeconds: 60))])
        for gate in try listed { try report(gate, isOpen: gate.molecule == other.root, note: "it ended with 1") }
        town.now = town.now.advanced(by: .seconds(61))
        try town.fireTimers()
        let raised = try town.published.filter { $0.kind == .escalationRaised }.map { try $0.decoded() }
        #expect(raised.count == 1)
        #expect("\(raised)".contains("it ended with 1") && "\(raised)".contains(molecule.root.text))
    }

    @Test("only the Deacon says what was found")
    func others() throws {
        let molecule = try make([gated(command)])
        let report = StepGateReport(molecule: molecule.root, number: 1, look: 1, isOpen: true)
        #expect(throws: WireError.self) { try town.send(report) }
        #expect(throws: WireError.self) { try town.send(report, as: .mayor) }
        #expect(throws: WireError.self) { try town.send(report, as: .witness(VerbTown.gastown)) }
        #expect(try step(1, of: molecule)?.state == .gated)
    }

    @Test("a key from afar makes no molecule whose gate is a command, and may make others")
    func fromAfar() throws {
        let laptop = valid(KeyName.self, "laptop")
        try town.send(KeyAuthorize(key: .sample(laptop, groups: [.bead])))
        let graph = G.graph([G.loop("l", count: 2, [gated(command)])])
        #expect(refusal { try town.send(MoleculeMake(graph: graph), remote: laptop) } == .forbidden)
        let pull = G.graph([gated(StepGate(kind: .forgePull, subject: "12"))])
        #expect(refusal { try town.send(MoleculeMake(graph: pull), remote: laptop) } == nil)
    }

    @Test("in a loop every round's gate is looked at from the beginning")
    func rounds() throws {
        let molecule = try make([G.loop("again", count: 2, [gated(command)])])
        for round in Int64(1)...2 {
            let gate = try #require(try listed.first)
            #expect(gate.number == round && gate.look == 1)
            try report(gate, isOpen: false, note: "not yet")
            try report(try #require(try listed.first), isOpen: true)
            try town.send(MoleculeNext(molecule: molecule.root, ends: round, claims: false))
        }
        #expect(try town.ask(MoleculeShow(molecule: molecule.root)).molecule.endedAt != nil)
    }

    @Test("where nothing is looked at, the table is empty and nothing is said")
    func nothing() throws {
        _ = try make([G.step("a"), G.step("b") { $0.gate = StepGate(kind: .human) }])
        #expect(try town.ask(DeaconList()).gates == nil)
        #expect(!town.published.contains { $0.kind == .stepGated })
    }

    @Test("a listing names the first that are due, and goes by an index")
    func listing() throws {
        for _ in 0..<205 {
            town.now = town.now.advanced(by: .seconds(1))
            _ = try make([gated(command)])
        }
        let first = try listed
        #expect(first.count == 200 && first == first.sorted { $0.due < $1.due })
        let plan = try town.ledger.database.rows(
            """
            EXPLAIN QUERY PLAN SELECT m.root FROM gate_looks l JOIN molecules m ON m.number = l.molecule
            WHERE m.ended_at IS NULL AND TRUE ORDER BY l.due LIMIT 200
            """
        ) { (row) throws(SQLiteFailure) in row.text(3) }
        #expect(plan.contains { $0.contains("gate_looks_due") } && !plan.contains { $0.contains("TEMP B-TREE") })
    }
}

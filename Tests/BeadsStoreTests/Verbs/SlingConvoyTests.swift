import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("A convoy formula that is slung")
struct SlingConvoyTests {
    private typealias G = TestGraph
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func graph(looks: Bool) -> CookedGraph {
        func leg(_ id: String, _ needs: [String] = []) -> TestGraph.Draft {
            G.step(id, needs) {
                $0.reviewOnly = looks ? true : nil
                $0.metadata = ["output": ".reviews/1/\(id).md"]
            }
        }
        var graph = G.graph([leg("one"), leg("two"), leg("sum", ["one", "two"])], name: "look")
        graph.kind = .convoy
        return graph
    }

    private func sling(looks: Bool = true) throws -> SlingReply {
        try town.send(WorkSling(beads: [], target: .rig(VerbTown.gastown), graph: graph(looks: looks)))
    }

    private func steps(_ reply: SlingReply) throws -> [MoleculeStep] {
        try town.ask(MoleculeSteps(molecule: try #require(reply.molecule))).steps
    }

    @Test("each leg is queued for a polecat, the synthesis waits in the convoy, and begins with the last of them")
    func legs() throws {
        let reply = try sling()
        let root = try #require(reply.molecule)
        let beads = (1...3).map { valid(BeadID.self, "\(root).\($0)") }
        #expect(reply.slung.map(\.bead) == beads)
        #expect(reply.slung.map(\.result) == [.queued, .queued, .waiting])
        for bead in beads.prefix(2) {
            let assignment = try town.claim(bead)
            try town.run(assignment)
            #expect(try town.ask(PrimeShow(), as: .session(assignment)).formula == nil)
            #expect(try town.done(assignment, head: .test(7)).request == nil)
        }
        #expect(try town.show(beads[0]).closeReason == "kept as \(CommitID.test(7))")
        #expect(try town.count("SELECT count(*) FROM requests") == 0)
        let told = try steps(reply)
        #expect(told[0].output == ["head": CommitID.test(7).text, "file": ".reviews/1/one.md"])
        #expect(told.map(\.state) == [.done, .done, .ready])
        let convoy = try #require(reply.convoy)
        _ = try town.send(ConvoyFeed(convoy: convoy, bead: beads[2]), as: .mayor)
        let last = try town.working(beads[2], noConvoy: false)
        _ = try town.done(last, head: .test(8))
        #expect(try town.show(root).status == .closed)
        let members = try town.ask(ConvoyShow(id: convoy.text)).convoy.members
        #expect(members.map(\.ending) == ["kept", "kept", "kept"])
    }

    @Test("legs that change things go through the merge queue")
    func landing() throws {
        let reply = try sling(looks: false)
        let bead = try #require(reply.slung.first?.bead)
        let assignment = try town.claim(bead)
        try town.run(assignment)
        let request = try town.request(try #require(try town.done(assignment).request))
        #expect(request.mergeMode == .merge)
        try town.passGates()
        try town.land(request)
        #expect(try steps(reply).first?.state == .done)
    }

    @Test("it wants a rig, no bead, and no dry run; as a wisp there is none")
    func refused() throws {
        let bead = try town.bead("a task")
        let graph = graph(looks: true)
        for sling in [
            WorkSling(beads: [], graph: graph), WorkSling(beads: [bead], target: .rig(VerbTown.gastown), graph: graph),
            WorkSling(beads: [], target: .rig(VerbTown.gastown), dryRun: true, graph: graph),
        ] {
            #expect(refusal { try town.send(sling) } == .invalid)
        }
        #expect(refusal { try town.send(MoleculeMake(graph: graph)) } == .invalid)
        #expect(try town.count("SELECT count(*) FROM molecules") == 0)
    }
}

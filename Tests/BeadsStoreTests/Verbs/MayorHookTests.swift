import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Beads on the hook of the Mayor's agent, and batches where one hook is meant.
@Suite struct MayorHookTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func row() throws -> ResidentRow { try town.ask(AgentShow(agent: .mayor)) }

    @discardableResult
    private func sling(
        _ beads: [BeadID], _ start: SlingStart? = .defer, preset: String? = nil
    ) throws -> SlingReply {
        try town.send(WorkSling(beads: beads, target: .agent(.mayor), preset: preset, start: start))
    }

    private func begin(as preset: String = "script") throws -> Speaker {
        let run = try #require(try town.send(AgentStart(agent: .mayor, preset: preset)).resident.run)
        try town.send(AgentFurnished(incarnation: run.incarnation, key: "key-\(run.incarnation)"), as: .mayor)
        try town.send(SessionStarted(incarnation: run.incarnation, shim: .test), as: .mayor)
        return Speaker(actor: .mayor, session: run.incarnation)
    }

    @Test(
        "who was never begun has a hook all the same; without a word about its program nothing begins, and nothing hangs"
    )
    func first() throws {
        let bead = try town.bead()
        #expect(refusal { try sling([bead], .now) } == .conflict)
        #expect(refusal { _ = try row() } == .notFound)
        let slung = try sling([bead])
        #expect(slung.slung.map(\.note) == ["on the hook of mayor/"] && slung.convoy != nil)
        #expect(try row().hook == bead && row().resident.run == nil)
        #expect(try sling([bead]).slung.map(\.result) == [.already])
        #expect(try town.ask(PrimeShow(agent: .mayor)).hook.bead?.id == bead)
        #expect(try town.detail(bead).waitsFor == ["it is on the hook of mayor/"])
        let awaited = try #require(try town.ask(TownWhy(about: bead.text)).awaited.first)
        #expect(awaited.mover == "overseer" && awaited.text.contains("no session"))
    }

    @Test(
        "a session begins with the bead, one that lives is told of it, one that is about to end is followed by another")
    func sessions() throws {
        let (first, second, third) = (try town.bead(), try town.bead(), try town.bead())
        try sling([first], .now, preset: "script")
        let run = try #require(try row().resident.run)
        #expect(try town.ask(TownWhy(about: first.text)).awaited.map(\.mover) == ["the Mayor's agent"])
        #expect(refusal { try sling([second]) } == .conflict)
        try town.send(WorkUnsling(bead: first, reason: "later"))
        #expect(try row().hook == nil && town.readyIDs().contains(first))
        try sling([second], .now)
        #expect(try row().resident.run == run)
        #expect(town.events.last { $0.kind == .nudgeSent }?.data.nudge?.to == .mayor)
        try town.send(BeadClose(id: second, reason: "done"))
        try town.send(AgentStop(agent: .mayor))
        try sling([third], .now)
        #expect(try row().resident.run?.startsAgain == true)
        try town.send(SessionEnded(incarnation: run.incarnation, exitStatus: 0), as: .mayor)
        #expect(try row().hook == third && row().resident.run?.incarnation != run.incarnation)
    }

    @Test("its session closes it, and a person; the service of its name does not")
    func closing() throws {
        let (bead, other) = (try town.bead(), try town.bead())
        try sling([bead])
        let agent = try begin()
        #expect(refusal { try town.send(BeadClose(id: bead, reason: "done"), as: .mayor) } == .conflict)
        try town.send(BeadClose(id: bead, reason: "done"), as: agent)
        #expect(try row().hook == nil && town.show(bead).status == .closed)
        try sling([other])
        try town.send(BeadClose(id: other, reason: "no more"))
        #expect(try row().hook == nil)
    }

    @Test("one hook takes no batch and no epic; the same bead twice is one")
    func batch() throws {
        let (bead, other) = (try town.bead(), try town.bead())
        let epic = try town.send(BeadCreate(rig: VerbTown.gastown, title: "all of it", type: .epic)).bead.id
        #expect(refusal { try sling([bead, other]) } == .invalid)
        #expect(refusal { try sling([epic]) } == .invalid)
        #expect(try sling([bead, bead]).slung.count == 1)
    }

    @Test("a batch for a rig is all of it or none, in one convoy")
    func batchForRig() throws {
        let beads = [try town.bead(), try town.bead(), try town.bead()]
        let closed = try town.bead()
        try town.send(BeadClose(id: closed, reason: "done"))
        let rig = SlingTarget.rig(VerbTown.gastown)
        #expect(refusal { try town.send(WorkSling(beads: beads + [closed], target: rig)) } == .conflict)
        #expect(try town.count("SELECT count(*) FROM dispatch") == 0)
        let reply = try town.send(WorkSling(beads: beads, target: rig))
        let convoy = try town.ask(ConvoyShow(id: try #require(reply.convoy).text)).convoy
        #expect(convoy.members.map(\.bead) == beads && reply.slung.allSatisfy { $0.result == .queued })
    }
}

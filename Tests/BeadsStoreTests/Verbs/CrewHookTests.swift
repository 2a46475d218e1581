import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Beads on the hooks of crew: no queue, no attempt, and the member closes what it has finished.
@Suite struct CrewHookTests {
    let town: VerbTown
    private static let max = Address.crew(VerbTown.gastown, valid(AgentName.self, "max"))

    init() throws {
        town = try VerbTown()
        let row = try town.send(CrewAdd(agent: Self.max))
        try town.send(CrewPlaced(agent: Self.max, number: row.resident.number, base: .test(1)))
    }

    private func row() throws -> ResidentRow { try #require(try town.ask(CrewList()).crew.first) }

    @discardableResult
    private func sling(
        _ bead: BeadID, _ start: SlingStart? = .defer, preset: String? = nil, dryRun: Bool = false
    ) throws -> SlingReply {
        try town.send(
            WorkSling(beads: [bead], target: .agent(Self.max), preset: preset, dryRun: dryRun, start: start))
    }

    @Test("a hook holds one bead, without a queue; the same again is nothing to do, another target is refused")
    func hook() throws {
        let (bead, other) = (try town.bead(), try town.bead())
        #expect(try sling(bead, dryRun: true).slung.map(\.result) == [.hooked])
        #expect(try row().hook == nil)
        let slung = try sling(bead)
        #expect(slung.slung.map(\.note) == ["on the hook of gastown/crew/max"] && slung.convoy != nil)
        #expect(try row().hook == bead && row().resident.run == nil)
        let hooked = try town.show(bead)
        #expect(hooked.status == .hooked && hooked.assignee == "gastown/crew/max")
        #expect(try town.count("SELECT count(*) FROM dispatch") == 0)
        #expect(try town.count("SELECT count(*) FROM assignments") == 0)
        #expect(try sling(bead).slung.map(\.result) == [.already])
        #expect(refusal { try sling(other) } == .conflict)
        #expect(refusal { try town.send(CrewRemove(agent: Self.max)) } == .conflict)
        #expect(try town.ask(PrimeShow(agent: Self.max)).hook.bead?.id == bead)
    }

    @Test("a nudge goes to the pane of a member whose program's line is known, as to a polecat's")
    func nudge() throws {
        for (preset, channel) in [("codex", NudgeChannel.pane), ("amp", .hook), ("script", .hook)] {
            try town.send(AgentStart(agent: Self.max, preset: preset))
            let incarnation = try #require(try row().resident.run?.incarnation)
            #expect(try town.send(NudgeSend(to: Self.max, text: "hurry")).nudge.channel == channel, "\(preset)")
            try town.send(AgentStop(agent: Self.max))
            try town.send(SessionEnded(incarnation: incarnation, exitStatus: 0), as: .witness)
        }
    }

    @Test("who has it closes it, a person may, nobody else; then the hook is free")
    func closing() throws {
        let (bead, other) = (try town.bead(), try town.bead())
        try sling(bead)
        let close = BeadClose(id: bead, reason: "it is done")
        #expect(refusal { try town.send(close, as: .mayor) } == .conflict)
        try town.send(close, as: Speaker(actor: Self.max, session: Incarnation(number: 99)))
        #expect(try row().hook == nil)
        try sling(other)
        try town.send(WorkUnsling(bead: other, reason: "later"))
        #expect(try row().hook == nil && town.readyIDs() == [other])
    }

    @Test("a session begins where none lives; one that lives is nudged, or begins anew")
    func sessions() throws {
        let first = try town.bead()
        // Nobody has said which agent: nothing begins, and then nothing is hung either.
        #expect(refusal { try sling(first, nil) } == .conflict)
        #expect(try row().hook == nil)
        try sling(first, nil, preset: "script")
        let run = try #require(try row().resident.run)
        try town.send(BeadClose(id: first, reason: "done"))
        let second = try town.bead()
        try sling(second, .now)
        #expect(try row().resident.run == run)
        #expect(town.events.last { $0.kind == .nudgeSent }?.data.nudge?.to == Self.max)
        try town.send(BeadClose(id: second, reason: "done"))
        try sling(try town.bead(), .restart)
        #expect(try row().session?.state == .exiting && row().resident.run?.startsAgain == true)
    }

    @Test("who has no such hook is refused by name, and so is what only polecats can do")
    func refused() throws {
        let bead = try town.bead()
        let polecat = Address.polecat(VerbTown.gastown, valid(AgentName.self, "nux"))
        for agent in [polecat, .witness(VerbTown.gastown), .overseer] {
            #expect(refusal { try town.send(WorkSling(beads: [bead], target: .agent(agent))) } == .invalid)
        }
        let nobody = Address.crew(VerbTown.gastown, valid(AgentName.self, "eve"))
        #expect(refusal { try town.send(WorkSling(beads: [bead], target: .agent(nobody))) } == .notFound)
        let two = [bead, try town.bead()]
        #expect(refusal { try town.send(WorkSling(beads: two, target: .agent(Self.max))) } == .invalid)
        let late = WorkSling(beads: [bead], target: .agent(Self.max), notBefore: town.now.advanced(by: .seconds(60)))
        #expect(refusal { try town.send(late) } == .invalid)
        try town.send(WorkSling(beads: [bead], noConvoy: true))
        #expect(refusal { try sling(bead) } == .conflict)
    }
}

import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

/// The Mayor's agent in the ledger: its session, what it may, and what it is told.
@Suite struct MayorAgentTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func started() throws -> Speaker {
        let resident = try town.send(AgentStart(agent: .mayor, preset: "script")).resident
        let incarnation = try #require(resident.run?.incarnation)
        try town.send(AgentFurnished(incarnation: incarnation, key: "key-\(incarnation)"), as: .mayor)
        try town.send(SessionStarted(incarnation: incarnation, shim: .test), as: .mayor)
        return Speaker(actor: .mayor, session: incarnation)
    }

    @Test("it is there when somebody asks for it, hosted by the Mayor's service alone, and no crew")
    func life() throws {
        #expect(refusal { _ = try town.ask(AgentShow(agent: .mayor)) } == .notFound)
        #expect(refusal { try town.send(AgentStop(agent: .mayor)) } == .notFound)
        #expect(refusal { try town.send(AgentStart(agent: .mayor)) } == .conflict)
        let first = try town.send(AgentStart(agent: .mayor, preset: "script")).resident
        #expect(first.worktree == "config" && first.branch.isEmpty && first.base == nil)
        let run = try #require(first.run)
        let furnished = AgentFurnished(incarnation: run.incarnation, key: "k")
        #expect(refusal { try town.send(furnished, as: .witness) } == .forbidden)
        // Its own session is not the service.
        let own = Speaker(actor: .mayor, session: run.incarnation)
        #expect(refusal { try town.send(furnished, as: own) } == .forbidden)
        let speaker = try started()
        #expect(speaker == own)
        #expect(try town.ask(AgentShow(agent: .mayor)).session?.rig == nil)
        #expect(try town.ask(CrewList()).crew.isEmpty)
        #expect(town.events.filter { $0.kind == .residentChanged }.allSatisfy { $0.stream == .town })
        try town.send(AgentStop(agent: .mayor))
        try town.send(SessionEnded(incarnation: run.incarnation, exitStatus: 0), as: .mayor)
        let rested = try town.ask(AgentShow(agent: .mayor)).resident
        #expect(rested.run == nil && rested.preset == "script" && rested.number == first.number)
    }

    @Test("what it slings lands for the overseer too, and it is told once of what has happened")
    func news() throws {
        let agent = try started()
        let incarnation = try #require(agent.session)
        func turn() throws -> TownChanges? { try town.send(TurnStart(incarnation: incarnation), as: agent).changes }
        #expect(try turn() == nil)
        let bead = try town.send(BeadCreate(rig: VerbTown.gastown, title: "oil the hinge"), as: agent).bead.id
        let convoy = try #require(try town.send(WorkSling(beads: [bead]), as: agent).convoy)
        #expect(try turn() == nil)
        try town.send(BeadClose(id: bead, reason: "oiled"))
        try town.send(ConvoyLanded(convoy: convoy, generation: 1), as: .mayor)
        let letters = try town.ask(MailInbox())
        #expect(letters.mails.contains { $0.subject.contains("landed") })
        let gate = try town.send(EscalationRaise(severity: .medium, text: "which oil?")).bead.id
        let answered = try town.send(EscalationRaise(severity: .medium, text: "which hinge?")).bead.id
        try town.send(BeadClose(id: answered, reason: "the left one"))
        let changes = try #require(try turn())
        #expect(changes.changes.map(\.kind) == [.landed, .escalated])
        #expect(changes.changes.map(\.subject) == [convoy, gate] && !changes.isCut)
        // Asked again before it was shown, and by prime, it is the same; others are told nothing.
        #expect(try turn()?.changes == changes.changes)
        #expect(try town.ask(PrimeShow(), as: agent).changes?.changes == changes.changes)
        #expect(try town.ask(NewsShow()).changes == nil)
        #expect(refusal { try town.send(NewsSeen(sequence: changes.upTo)) } == .forbidden)
        try town.send(NewsSeen(sequence: changes.upTo), as: agent)
        #expect(try turn() == nil && town.ask(PrimeShow(), as: agent).changes == nil)
        // An older word moves nothing back.
        try town.send(NewsSeen(sequence: 1), as: agent)
        #expect(try turn() == nil)
    }

    @Test("work that the merge queue gave back is told of until it is done; a list has an end")
    func returned() throws {
        let agent = try started()
        let request = try town.submitted(try town.bead())
        try town.send(MergeTesting(request: request.id, base: .test(1), tip: .test(9)), as: .refinery)
        try town.send(MergeReturned(request: request.id, fault: .failure, reason: "test: red"), as: .refinery)
        func told() throws -> TownChanges? { try town.ask(PrimeShow(), as: agent).changes }
        let change = try #require(try told()?.changes.first)
        #expect(change.kind == .returned && change.subject == request.bead && change.note == "test: red")
        for number in 1...25 { try town.send(EscalationRaise(severity: .low, text: "question \(number)")) }
        let many = try #require(try told())
        #expect(many.isCut && many.changes.count == 20 && many.changes.last?.title == "question 25")
    }
}

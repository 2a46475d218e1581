import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Crew in the ledger: members, their places, their sessions.
@Suite struct CrewVerbTests {
    let town: VerbTown
    private static let max = Address.crew(VerbTown.gastown, valid(AgentName.self, "max"))

    init() throws { town = try VerbTown() }

    @discardableResult
    private func added(_ agent: Address = max) throws -> Resident {
        let row = try town.send(CrewAdd(agent: agent))
        return try town.send(CrewPlaced(agent: agent, number: row.resident.number, base: .test(1))).resident
    }

    private func started(_ agent: Address = max) throws -> Resident {
        let resident = try town.send(AgentStart(agent: agent, preset: "script")).resident
        let incarnation = try #require(resident.run?.incarnation)
        try town.send(AgentFurnished(incarnation: incarnation, key: "key-\(incarnation)"), as: .witness)
        try town.send(SessionStarted(incarnation: incarnation, shim: .test), as: .witness)
        return try row(agent).resident
    }

    private func row(_ agent: Address = max) throws -> ResidentRow {
        try #require(try town.ask(CrewList()).crew.first { $0.resident.agent == agent })
    }

    private func told() -> [String] {
        town.events.filter { $0.kind == .residentChanged }.compactMap(\.data.note)
    }

    @Test("a member has a place of its own; the same again goes on with what was interrupted, another is refused")
    func add() throws {
        let first = try town.send(CrewAdd(agent: Self.max)).resident
        #expect(first.state == .making && first.worktree == "rigs/gastown/crew/max" && first.branch == "crew/max")
        #expect(try town.send(CrewAdd(agent: Self.max)).resident == first)
        #expect(refusal { try town.send(AgentStart(agent: Self.max, preset: "script")) } == .conflict)
        let placed = try town.send(CrewPlaced(agent: Self.max, number: first.number, base: .test(1))).resident
        #expect(placed.state == .ready && placed.base == .test(1))
        #expect(refusal { try town.send(CrewAdd(agent: Self.max)) } == .already)
        let other = Address.crew(VerbTown.gastown, valid(AgentName.self, "eve"))
        #expect(refusal { try town.send(CrewAdd(agent: other, branch: "crew/max")) } == .conflict)
        #expect(refusal { try town.send(CrewAdd(agent: other, branch: "main")) } == .invalid)
        #expect(refusal { try town.send(CrewAdd(agent: .overseer)) } == .invalid)
        // It can be written to from now on, and its identity is a bead.
        #expect(try town.show(first.bead).title == "gastown/crew/max")
        #expect(refusal { try town.send(MailSend(to: [Self.max], subject: "welcome", body: "")) } == nil)
    }

    @Test("a session is asked for once, and begins when its host has a key for it")
    func start() throws {
        try added()
        #expect(refusal { try town.send(AgentStart(agent: Self.max)) } == .conflict)
        #expect(refusal { try town.send(AgentStart(agent: Self.max, preset: "nobody")) } == .notFound)
        let running = try started()
        let again = try town.send(AgentStart(agent: Self.max)).resident
        #expect(again.run?.incarnation == running.run?.incarnation && running.run?.preset == "script")
        let session = try #require(try row().session)
        #expect(session.isResident && session.shim == .test && session.state == .spawning)
        #expect(refusal { try town.send(AgentFurnished(incarnation: session.incarnation, key: "x")) } == .forbidden)
        let own = Speaker(actor: Self.max, session: session.incarnation)
        try town.send(SessionAlive(incarnation: session.incarnation), as: own)
        #expect(try row().session?.state == .working)
        let prime = try town.ask(PrimeShow(), as: own)
        #expect(prime.role?.role == .crew && prime.session?.incarnation == session.incarnation)
    }

    @Test("a session that has ended is followed by another only where somebody asked for that")
    func end() throws {
        try added()
        let first = try #require(try started().run?.incarnation)
        try town.send(SessionEnded(incarnation: first, exitStatus: 1), as: .witness)
        #expect(try row().resident.run == nil && told().last == "has ended its session with 1")
        #expect(try town.count("SELECT count(*) FROM keys WHERE session IS NOT NULL") == 0)
        let second = try #require(try started().run?.incarnation)
        #expect(second != first)
        #expect(try town.send(AgentStop(agent: Self.max, startsAgain: true)).session?.state == .exiting)
        try town.send(SessionEnded(incarnation: second, exitStatus: 143), as: .witness)
        let third = try #require(try row().resident.run)
        #expect(third.incarnation != second && !third.isFurnished && third.preset == "script")
        // What the host says of one that is over changes nothing.
        try town.send(SessionEnded(incarnation: second, exitStatus: 143), as: .witness)
        #expect(try row().resident.run == third)
        try town.send(AgentStop(agent: Self.max))
        try town.send(SessionEnded(incarnation: third.incarnation, exitStatus: nil, reason: "no program"), as: .witness)
        let rested = try row().resident
        #expect(rested.run == nil && rested.trouble == "no program")
        #expect(try town.send(AgentStop(agent: Self.max)).resident == rested)
    }

    @Test("crew takes no room of polecats, and is no polecat")
    func room() throws {
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 1 }
        try added()
        _ = try started()
        let assignment = try town.claimed(try town.bead())
        #expect(assignment.agent.isWorker)
        #expect(try town.ask(PolecatList()).polecats.map(\.agent) == [assignment.agent])
        let listing = try #require(try? town.ask(CrewList(rig: VerbTown.beads)))
        #expect(listing.crew.isEmpty)
    }

    @Test("another name keeps its letters, its nudges and its note; the worktree follows")
    func rename() throws {
        try added()
        let run = try #require(try started().run)
        let own = Speaker(actor: Self.max, session: run.incarnation)
        try town.send(HandoffWrite(subject: "go on", text: ""), as: own)
        let maria = valid(AgentName.self, "maria")
        #expect(refusal { try town.send(CrewRename(agent: Self.max, name: maria)) } == .conflict)
        try town.send(AgentStop(agent: Self.max))
        try town.send(SessionEnded(incarnation: run.incarnation, exitStatus: 0), as: .witness)
        let mail = try town.send(MailSend(to: [Self.max], subject: "hello", body: "")).mail
        let renamed = try town.send(CrewRename(agent: Self.max, name: maria)).resident
        let new = Address.crew(VerbTown.gastown, maria)
        #expect(renamed.agent == new && renamed.state == .making && renamed.movedFrom == "rigs/gastown/crew/max")
        #expect(renamed.branch == "crew/max" && renamed.worktree == "rigs/gastown/crew/maria")
        let placed = try town.send(CrewPlaced(agent: new, number: renamed.number, base: .test(2))).resident
        #expect(placed.state == .ready && placed.movedFrom == nil && placed.base == .test(1))
        let prime = try town.ask(PrimeShow(agent: new))
        #expect(prime.unread.map(\.id) == [mail.id] && prime.handoff?.subject == "go on")
        #expect(refusal { try town.send(CrewRename(agent: Self.max, name: maria)) } == .notFound)
        #expect(refusal { try town.send(MailSend(to: [Self.max], subject: "hello", body: "")) } == .notFound)
    }

    @Test("a member leaves without a session; a later one of its name is another")
    func remove() throws {
        let first = try added()
        let run = try #require(try started().run)
        #expect(refusal { try town.send(CrewRemove(agent: Self.max)) } == .conflict)
        try town.send(AgentStop(agent: Self.max))
        try town.send(SessionEnded(incarnation: run.incarnation, exitStatus: 0), as: .witness)
        let removed = CrewRemoved(agent: Self.max, number: first.number, rescueRef: nil)
        #expect(refusal { try town.send(removed) } == .conflict)
        #expect(try town.send(CrewRemove(agent: Self.max)).resident.state == .leaving)
        #expect(refusal { try town.send(AgentStart(agent: Self.max, preset: "script")) } == .conflict)
        try town.send(removed)
        #expect(try town.ask(CrewList()).crew.isEmpty && told().last == "is gone")
        let second = try added()
        #expect(second.number > first.number && second.bead != first.bead)
        // Too late for the one, and not meant for the other.
        try town.send(removed)
        #expect(try row().resident == second)
    }

    @Test(
        "crew is a person's to command: members, Mayor and services are told no",
        arguments: [
            Speaker.mayor, .witness, Speaker(actor: max),
        ])
    func rights(_ speaker: Speaker) throws {
        #expect(!Rights.allows(speaker.actor.speakerKind, .town))
        #expect(VerbGroup(of: AgentStart.verb) == .town && VerbGroup(of: CrewRemove.verb) == .town)
    }
}

import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Dogs in the ledger: a hook, a session for what hangs there, and no longer.
@Suite struct DogVerbTests {
    let town: VerbTown
    private static let deacon = Speaker(actor: .deacon, role: .deacon)
    private static let rex = valid(AgentName.self, "rex")
    private static let alpha = valid(AgentName.self, "alpha")

    init() throws { town = try VerbTown() }

    private func row(_ name: AgentName = alpha) throws -> ResidentRow {
        try town.ask(AgentShow(agent: .dog(name)))
    }

    @discardableResult
    private func sling(
        _ bead: BeadID, to target: SlingTarget = .dogs, _ start: SlingStart? = nil, preset: String? = nil
    ) throws -> SlingReply {
        try town.send(WorkSling(beads: [bead], target: target, preset: preset, start: start))
    }

    /// Its session runs.
    private func run(_ name: AgentName = alpha) throws -> Speaker {
        let run = try #require(try row(name).resident.run)
        try town.send(AgentFurnished(incarnation: run.incarnation, key: "k-\(run.incarnation)"), as: Self.deacon)
        try town.send(SessionStarted(incarnation: run.incarnation, shim: .test), as: Self.deacon)
        return Speaker(actor: .dog(name), session: run.incarnation)
    }

    private func end(_ speaker: Speaker, _ status: Int32?, reason: String? = nil) throws {
        let session = try #require(speaker.session)
        try town.send(SessionEnded(incarnation: session, exitStatus: status, reason: reason), as: Self.deacon)
    }

    private func done(
        _ speaker: Speaker, _ status: DoneStatus = .completed, _ message: String = "swept"
    ) throws -> DoneReply {
        let number = try #require(try speaker.actor.name.map { try row($0).resident.number })
        return try town.send(
            WorkDone(assignment: number, status: status, head: nil, base: nil, message: message), as: speaker)
    }

    @Test("dogs are added up to a limit, are no crew, begin nothing without work, and leave when they have none")
    func pool() throws {
        #expect(try town.send(DogAdd(preset: "script")).resident.worktree == ".gt/dogs/alpha")
        #expect(try town.send(DogAdd(name: Self.rex)).resident.agent == .dog(Self.rex))
        #expect(refusal { try town.send(DogAdd(name: Self.rex)) } == .already)
        #expect(refusal { try town.send(DogAdd(preset: "codex")) } == .conflict)
        for _ in 1...2 { try town.send(DogAdd()) }
        #expect(refusal { try town.send(DogAdd()) } == .conflict)
        let page = try town.ask(DogList())
        #expect(
            page.dogs.map(\.resident.agent.name?.text) == ["alpha", "bravo", "charlie", "rex"] && page.dogsMax == 4)
        #expect(try town.ask(CrewList()).crew.isEmpty)
        #expect(refusal { try town.send(AgentStart(agent: .dog(Self.rex))) } == .conflict)
        let bead = try town.bead()
        try sling(bead, to: .agent(.dog(Self.rex)), .defer)
        #expect(refusal { try town.send(DogRemove(name: Self.rex)) } == .conflict)
        try town.send(WorkUnsling(bead: bead, reason: "later"))
        let leaving = try town.send(DogRemove(name: Self.rex)).resident
        #expect(leaving.state == .leaving)
        #expect(refusal { try sling(bead, to: .agent(.dog(Self.rex))) } == .conflict)
        try town.send(DogRemoved(name: Self.rex, number: leaving.number))
        #expect(refusal { _ = try row(Self.rex) } == .notFound)
        #expect(refusal { try sling(bead, to: .agent(.dog(Self.rex))) } == .notFound)
    }

    @Test("a bead for dogs goes to an idle one, else to a new one while there is room; the same again is nothing to do")
    func sling() throws {
        let beads = try (1...6).map { try town.bead("errand \($0)", rig: $0 == 1 ? nil : VerbTown.gastown) }
        let first = try sling(beads[0])
        #expect(first.slung.map(\.note) == ["on the hook of deacon/dogs/alpha"] && first.convoy != nil)
        let run = try #require(try row().resident.run)
        let session = try row().session
        #expect(run.preset == "script" && run.work == beads[0] && run.incarnation == session?.incarnation)
        #expect(session?.host == .deacon)
        let furnished = AgentFurnished(incarnation: run.incarnation, key: "k")
        #expect(refusal { try town.send(furnished, as: .mayor) } == .forbidden)
        #expect(try sling(beads[0]).slung.map(\.result) == [.already])
        for bead in beads[1...3] { try sling(bead) }
        #expect(refusal { try sling(beads[4]) } == .busy)
        let two = WorkSling(beads: [beads[4], beads[5]], target: .dogs)
        try town.send(WorkUnsling(bead: beads[1], reason: "later"))
        #expect(refusal { try town.send(two) } == .invalid)
        // Its session is to end; the next one is there for the next bead.
        let dismissed = try row(valid(AgentName.self, "bravo"))
        #expect(dismissed.session?.state == .exiting && dismissed.resident.run?.work == nil)
        #expect(try sling(beads[4]).slung.map(\.note) == ["on the hook of deacon/dogs/bravo"])
        try end(Speaker(actor: dismissed.resident.agent, session: dismissed.session?.incarnation), 143)
        #expect(try row(valid(AgentName.self, "bravo")).resident.run?.work == beads[4])
        #expect(try town.count("SELECT count(*) FROM attempts WHERE kind <> 'dispatch'") == 0)
    }

    @Test("the word of the session that has the work ends it; an older session and anybody else are refused")
    func done() throws {
        let (first, second, third) = (try town.bead(), try town.bead(), try town.bead())
        try sling(first, preset: "claude")
        #expect(try row().resident.run?.preset == "claude")
        let one = try run()
        #expect(refusal { _ = try done(one, .completed, "") } == .invalid)
        #expect(refusal { _ = try done(one, .completed, "landed as 1234") } == .invalid)
        #expect(try done(one) == DoneReply(bead: first))
        #expect(try town.show(first).closeReason == "swept" && row().hook == nil && row().session?.state == .exiting)
        try sling(second, to: .agent(.dog(Self.alpha)))
        #expect(refusal { _ = try done(one) } == .conflict)
        #expect(refusal { try town.send(BeadClose(id: second, reason: "mine"), as: one) } == .conflict)
        #expect(try row().hook == second)
        try end(one, 0)
        // A preset that was named for one bead is for that bead.
        #expect(try row().resident.run?.preset == "script")
        let two = try run()
        #expect(refusal { try town.send(BeadClose(id: second, reason: "x"), as: .mayor) } == .conflict)
        try town.send(BeadClose(id: second, reason: "by itself"), as: two)
        try end(two, 0)
        #expect(try row().resident.run == nil)
        try sling(third)
        _ = try done(try run(), .blocked, "needs a key")
        let blocked = try town.detail(third)
        #expect(blocked.bead.status == .open && blocked.bead.disposition == .blocked)
        #expect(blocked.waitsFor.first?.contains("is blocked") == true)
    }

    @Test("a session that ends by itself gives its work back, ready, with the reason; the third time a person is asked")
    func failures() throws {
        let bead = try town.bead()
        for time in 1...3 {
            try sling(bead)
            if time == 2 {
                let run = try #require(try row().resident.run)
                try end(Speaker(actor: .dog(Self.alpha), session: run.incarnation), nil, reason: "no such program")
            } else {
                try end(try run(), 3)
            }
            #expect(try row().hook == nil && row().resident.run == nil)
            let shown = try town.detail(bead)
            #expect(shown.bead.status == .open && shown.bead.assignee == nil)
            #expect(try town.readyIDs().contains(bead) == (time < 3), "\(time)")
            let note = town.events.last { $0.kind == .beadChanged && $0.subject == bead.text }?.data.note
            if time < 3 { #expect(note?.contains(time == 1 ? "has ended with 3" : "no such program") == true) }
        }
        #expect(try town.detail(bead).waitsFor.first?.contains("came back 3 times") == true)
    }

    @Test("who was stopped keeps the bead and has not failed; it begins again when a person says so")
    func stopped() throws {
        let bead = try town.bead()
        try sling(bead)
        let one = try run()
        try town.send(AgentStop(agent: .dog(Self.alpha)))
        try end(one, 143)
        #expect(try row().hook == bead && row().resident.run == nil)
        #expect(try town.count("SELECT count(*) FROM attempts WHERE kind <> 'dispatch'") == 0)
        try town.send(AgentStart(agent: .dog(Self.alpha)))
        #expect(try done(try run(), .noChange, "was clean") == DoneReply(bead: bead))
        #expect(try town.show(bead).closeReason == "no change: was clean")
    }

    @Test("a dog is told its errand, may leave a note for the next session of it, and is held at a stop without a word")
    func session() throws {
        let bead = try town.bead()
        try sling(bead)
        let one = try run()
        let prime = try town.ask(PrimeShow(), as: one)
        #expect(prime.role?.role == .dog && prime.hook.bead?.id == bead)
        try town.send(HandoffWrite(subject: "half", text: "the left half"), as: one)
        let session = try #require(one.session)
        let holds = try town.send(TurnEnd(incarnation: session, mayHold: true), as: one).holds
        #expect(holds.map(\.kind) == [.work] && holds.first?.bead == bead)
        try end(one, 1)
        try sling(bead)
        let two = try run()
        #expect(try town.ask(PrimeShow(), as: two).handoff?.text == "the left half")
    }
}

import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Troubles that the reference implementation is known for, by their number in the list of them, and what stands
/// against each here.
@Suite("Known problems of the reference, guarded by the ledger")
struct KnownProblemTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("problem 10: done does not mean landed: bead, convoy and dependents wait for the landing")
    func problem10() throws {
        let id = try town.bead()
        let dependent = try town.bead(needs: [id])
        let convoy = try #require(try town.send(WorkSling(beads: [id])).convoy)
        let request = try town.request(try #require(try town.done(try town.claimAndRun(id)).request))
        #expect(try town.show(id).status == .submitted)
        #expect(try town.show(dependent).disposition == .blocked)
        #expect(refusal { try town.send(ConvoyLanded(convoy: convoy, generation: 1), as: .mayor) } == .conflict)
        try town.land(request)
        #expect(try town.show(id).status == .closed)
        #expect(try town.show(dependent).disposition == .ready)
        #expect(refusal { try town.send(ConvoyLanded(convoy: convoy, generation: 1), as: .mayor) } == nil)
    }

    @Test("problem 13: of seven claims of one bead, one wins; the others are told so")
    func problem13() throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        let answers = (0..<7).map { _ in
            refusal { try town.send(DispatchClaim(bead: id, attempt: 1), as: .witness) }
        }
        #expect(answers.filter { $0 == nil }.count == 1)
        #expect(answers.filter { $0 == .conflict }.count == 6)
        #expect(try town.count("SELECT count(*) FROM hooks") == 1)
    }

    @Test("problem 14: two claims never get one polecat, and the hook is visible with the claim's answer")
    func problem14() throws {
        let assignments = try (0..<3).map { try town.claimed(try town.bead("bead \($0)")) }
        #expect(Set(assignments.map(\.agent)).count == 3)
        #expect(Set(assignments.map(\.worktree)).count == 3)
        for assignment in assignments {
            #expect(try town.ask(HookShow(agent: assignment.agent)).assignment == assignment)
        }
        // The index stands against it too, should a rule ever fail.
        let agent = assignments[0].agent.description
        #expect(throws: SQLiteFailure.self) {
            try town.database.run(
                "INSERT INTO hooks (agent, bead, assignment) VALUES (?, 'gt-other', 99)", .text(agent))
        }
        #expect(throws: SQLiteFailure.self) {
            try town.database.run(
                "INSERT INTO hooks (agent, bead, assignment) VALUES ('x', ?, 99)", .text(assignments[1].bead.text))
        }
    }

    @Test("problem 15: a sling whose last bead is refused leaves nothing of the others")
    func problem15() throws {
        let fine = try town.bead("fine")
        let closed = try town.bead("closed")
        try town.send(BeadClose(id: closed, reason: "enough"))
        #expect(refusal { try town.send(WorkSling(beads: [fine, closed])) } == .conflict)
        for table in ["dispatch", "convoys", "hooks", "assignments", "sessions"] {
            #expect(try town.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(try town.readyIDs() == [fine])
    }

    @Test("problem 16: a hook whose worker died is emptied, and the bead goes back into the queue")
    func problem16() throws {
        let id = try town.bead()
        let dead = try town.working(id)
        try town.send(SessionEnded(incarnation: dead.incarnation, exitStatus: 137), as: .witness)
        try town.send(AssignmentReturn(number: dead.number, reason: "killed"), as: .witness)
        #expect(try town.count("SELECT count(*) FROM hooks") == 0)
        let next = try town.claim(id)
        #expect(next.attempt == 2 && next.worktree != dead.worktree && next.incarnation != dead.incarnation)
        // What the dead one still says is refused.
        #expect(refusal { try town.done(dead) } == .conflict)
        #expect(try town.show(id).status == .hooked)
    }

    @Test("problem 17: letters, gates, agents and convoys are never given out as work")
    func problem17() throws {
        _ = try town.working(try town.bead())
        let mail = try town.send(MailSend(to: [.mayor], subject: "not work", body: "")).mail.id
        let gate = try town.send(EscalationRaise(severity: .low, text: "not work")).bead.id
        let agent = try town.ask(BeadList(selection: BeadSelection(types: [.agent]))).beads[0].id
        let convoy = try town.send(ConvoyCreate(title: "not work", beads: [])).convoy.id
        #expect(try town.readyIDs().isEmpty)
        for (id, code) in [(mail, ErrorCode.notFound), (gate, .invalid), (agent, .invalid), (convoy, .notFound)] {
            let sling = WorkSling(beads: [id], target: .rig(VerbTown.gastown))
            #expect(refusal { try town.send(sling) } == code, "\(id)")
        }
    }

    @Test("problem 18: how many work at once is counted by the store, not believed")
    func problem18() throws {
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 1 }
        _ = try town.claimed(try town.bead("first"))
        let second = try town.bead("second")
        try town.send(WorkSling(beads: [second]))
        #expect(refusal { _ = try town.claim(second) } == .conflict)
        #expect(try town.show(second).disposition == .taken)
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 2 }
        #expect(refusal { _ = try town.claim(second) } == nil)
    }
}

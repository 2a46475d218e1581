import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Claims, assignments, sessions")
struct WorkerVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("a claim makes name, hook, assignment and session in one transaction")
    func claim() throws {
        let id = try town.bead("a task")
        let assignment = try town.claimed(id)
        #expect(assignment.agent == .polecat(VerbTown.gastown, valid(AgentName.self, "ash")))
        #expect(assignment.worktree == "rigs/gastown/polecats/ash/\(assignment.number)")
        #expect(assignment.branch == "polecat/ash/\(id).\(assignment.number)")
        #expect(assignment.target == "main" && assignment.preset == "script" && assignment.attempt == 1)
        let bead = try town.show(id)
        #expect(bead.status == .hooked && bead.assignee == assignment.agent.description)
        let hook = try town.ask(HookShow(agent: assignment.agent))
        #expect(hook.bead?.id == id && hook.assignment == assignment)
        #expect(
            town.events.suffix(4).map(\.kind) == [.beadCreated, .dispatchClaimed, .assignmentClaimed, .beadChanged])
        let agents = try town.ask(BeadList(selection: BeadSelection(types: [.agent]))).beads
        #expect(agents.map(\.title) == ["gastown/polecats/ash"] && agents.allSatisfy(\.pinned))
    }

    @Test("only the rig's own Witness claims")
    func otherWitness() throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        let claim = DispatchClaim(bead: id, attempt: 1)
        let other = Speaker(actor: .witness(VerbTown.beads), session: nil, role: .witness(VerbTown.beads))
        for speaker in [other, .mayor, .overseer] {
            #expect(refusal { try town.send(claim, as: speaker) } == .forbidden)
        }
    }

    @Test("no claim while the town is stopped, the rig parked, the bead resting, or for another attempt")
    func notNow() throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        let claim = DispatchClaim(bead: id, attempt: 1)
        #expect(refusal { try town.send(DispatchClaim(bead: id, attempt: 2), as: .witness) } == .conflict)
        try town.database.run("INSERT INTO meta (name, value) VALUES ('stopped', 'fire')")
        #expect(refusal { try town.send(claim, as: .witness) } == .busy)
        try town.database.run("DELETE FROM meta")
        try town.set(VerbTown.gastown) { $0.state = .parked }
        #expect(refusal { try town.send(claim, as: .witness) } == .parked)
        try town.set(VerbTown.gastown) { $0.state = .active }
        try town.send(claim, as: .witness)
        #expect(refusal { try town.send(claim, as: .witness) } == .conflict)
    }

    @Test("a rig's limit counts every session whose process may still be there")
    func cap() throws {
        try town.set(VerbTown.gastown) { $0.settings.polecatsMax = 2 }
        let first = try town.working(try town.bead())
        _ = try town.working(try town.bead())
        let third = try town.bead()
        try town.send(WorkSling(beads: [third]))
        try town.done(first)
        #expect(refusal { _ = try town.claim(third) } == .conflict)
        try town.send(SessionEnded(incarnation: first.incarnation, exitStatus: 0), as: .witness)
        #expect(try town.claim(third).agent == first.agent)
    }

    @Test("a session goes from spawning to working to exiting to ended, and its key with it")
    func session() throws {
        let assignment = try town.working(try town.bead())
        let session = { try #require(try town.ask(PolecatList(history: true)).polecats.first?.session) }
        #expect(try session().state == .working && session().shim == .test)
        #expect(try town.assignment(assignment.number).state == .running)
        #expect(try town.count("SELECT count(*) FROM keys WHERE session = '\(assignment.incarnation)'") == 1)
        try town.done(assignment)
        #expect(try session().state == .exiting)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 7), as: .witness)
        #expect(try session().state == .ended && session().exitStatus == 7)
        #expect(try town.count("SELECT count(*) FROM keys WHERE session IS NOT NULL") == 0)
    }

    @Test("only the session itself says that it lives, and not after its end")
    func alive() throws {
        let assignment = try town.working(try town.bead())
        let alive = SessionAlive(incarnation: assignment.incarnation)
        #expect(refusal { try town.send(alive) } == .forbidden)
        #expect(refusal { try town.send(alive, as: .witness) } == .forbidden)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: nil), as: .witness)
        #expect(refusal { try town.send(alive, as: .session(assignment)) } == .conflict)
    }

    @Test("a quick worker may be done before the Witness says that it was started")
    func quick() throws {
        let assignment = try town.claimed(try town.bead())
        try town.send(AssignmentPrepared(number: assignment.number, base: .test(1), key: "k"), as: .witness)
        try town.send(SessionAlive(incarnation: assignment.incarnation), as: .session(assignment))
        try town.done(assignment)
        try town.send(SessionStarted(incarnation: assignment.incarnation, shim: .test), as: .witness)
        #expect(try town.assignment(assignment.number).state == .ended)
        #expect(try town.assignment(assignment.number).shim == .test)
    }

    @Test("told again, each word of the Witness changes nothing and is answered the same")
    func repeated() throws {
        let assignment = try town.working(try town.bead())
        func same(_ command: some Command) throws {
            let count = town.events.count
            try town.send(command, as: .witness)
            #expect(town.events.count == count, "\(command)")
        }
        try same(AssignmentPrepared(number: assignment.number, base: .test(1), key: "another"))
        try same(SessionStarted(incarnation: assignment.incarnation, shim: .test))
        try town.send(AssignmentReturn(number: assignment.number, reason: "it died"), as: .witness)
        try same(AssignmentReturn(number: assignment.number, reason: "it died"))
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 1), as: .witness)
        try same(SessionEnded(incarnation: assignment.incarnation, exitStatus: 1))
        try town.send(AssignmentRetired(number: assignment.number, rescueRef: "refs/x"), as: .witness)
        try same(AssignmentRetired(number: assignment.number, rescueRef: nil))
        try same(SessionStarted(incarnation: assignment.incarnation, shim: .test))
        #expect(try town.assignment(assignment.number).rescueRef == "refs/x")
    }

    @Test("nothing skips a step or goes back: prepare after the end, retire before it, start unprepared")
    func order() throws {
        let assignment = try town.claimed(try town.bead())
        let retire = AssignmentRetired(number: assignment.number, rescueRef: nil)
        let start = SessionStarted(incarnation: assignment.incarnation, shim: .test)
        #expect(refusal { try town.send(retire, as: .witness) } == .conflict)
        #expect(refusal { try town.send(start, as: .witness) } == .conflict)
        try town.send(AssignmentReturn(number: assignment.number, reason: "no room"), as: .witness)
        let prepare = AssignmentPrepared(number: assignment.number, base: .test(1), key: "k")
        #expect(refusal { try town.send(prepare, as: .witness) } == .conflict)
        try town.send(retire, as: .witness)
        #expect(try town.assignment(assignment.number).state == .retired)
    }

    @Test("what comes back is queued again; after the third time a person is asked")
    func restarts() throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        for attempt in 1...AttemptLimits.restartsMax {
            let assignment = try town.claim(id)
            #expect(assignment.attempt == attempt)
            #expect(assignment.reason == (attempt == 1 ? nil : "it died"))
            try town.send(AssignmentReturn(number: assignment.number, reason: "it died"), as: .witness)
            try town.endAll()
        }
        #expect(try town.show(id).disposition == .blocked)
        let gate = try #require(try town.detail(id).edges.first { $0.type == .blocks }).to
        #expect(try town.show(gate).type == .gate)
        let inbox = try town.ask(MailInbox(owner: .overseer))
        #expect(inbox.unreadCount == 1 && inbox.mails[0].subject.contains("\(id) came back 3 times"))
        try town.send(BeadClose(id: gate, reason: "machine repaired"))
        #expect(try town.show(id).disposition == .ready)
        try town.send(AssignmentReturn(number: try town.claimed(id).number, reason: "again"), as: .witness)
        #expect(try town.show(id).disposition == .taken)
    }
}

@Suite("Done")
struct DoneVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("completed: request, bead, hook and session in one transaction; the bead is not closed")
    func completed() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        let request = try town.request(try #require(try town.done(assignment).request))
        #expect(request.id.text.hasPrefix("gt-mr-") && request.state == .queued && request.head == .test(2))
        #expect(try town.show(id).status == .submitted)
        #expect(try town.ask(HookShow(agent: assignment.agent)).bead == nil)
        #expect(try town.assignment(assignment.number).head == .test(2))
        #expect(Set(town.events.suffix(3).map(\.kind)) == [.requestSubmitted, .assignmentEnded, .beadChanged])
    }

    @Test("the same head again is the same request")
    func twice() throws {
        let assignment = try town.working(try town.bead())
        let first = try town.done(assignment)
        let count = town.events.count
        #expect(try town.done(assignment) == first)
        #expect(town.events.count == count)
        #expect(refusal { try town.done(assignment, head: .test(5)) } == .conflict)
    }

    @Test("only the session that has the assignment, or the overseer, says done")
    func others() throws {
        let assignment = try town.working(try town.bead())
        let other = try town.working(try town.bead())
        let done = WorkDone(
            assignment: assignment.number, status: .completed, head: .test(2), base: .test(1), message: "")
        #expect(refusal { try town.send(done, as: .session(other)) } == .forbidden)
        #expect(refusal { try town.send(done, as: .witness) } == .forbidden)
        #expect(refusal { try town.send(done) } == nil)
    }

    @Test("without a commit beyond the base there is nothing to hand in", arguments: [nil, CommitID.test(1)])
    func nothing(_ head: CommitID?) throws {
        let assignment = try town.working(try town.bead())
        #expect(refusal { try town.done(assignment, head: head) } == .invalid)
        #expect(try town.assignment(assignment.number).state == .running)
    }

    @Test("no-change closes the bead with the reason, and needs one")
    func noChange() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        #expect(refusal { try town.done(assignment, .noChange, head: nil, message: " ") } == .invalid)
        try town.done(assignment, .noChange, head: nil, message: "it was done before")
        #expect(try town.show(id).closeReason == "no change: it was done before")
    }

    @Test("blocked and review wait for a person", arguments: [DoneStatus.blocked, .review])
    func person(_ status: DoneStatus) throws {
        let id = try town.bead()
        try town.done(try town.working(id), status, message: "which colour?")
        #expect(try town.show(id).disposition == .blocked)
        #expect(try town.ask(MailInbox(owner: .overseer)).unreadCount == 1)
        #expect(
            try town.ask(BeadList(selection: BeadSelection(types: [.gate]))).beads.first?.description.contains(
                "which colour?") == true)
    }

    @Test("blocked by what the graph knows already needs no person")
    func blockedByGraph() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        let other = try town.bead("must come first")
        try town.send(EdgeAdd(edge: Edge(from: id, to: other, type: .blocks)), as: .session(assignment))
        try town.done(assignment, .blocked, head: nil, message: "see the edge")
        #expect(try town.detail(id).waitsFor == ["\(other) is not closed: must come first"])
        #expect(try town.ask(MailInbox(owner: .overseer)).unreadCount == 0)
    }

    @Test("deferred rests for a while, then is ready by itself")
    func deferred() throws {
        let id = try town.bead()
        try town.done(try town.working(id), .deferred, head: nil, message: "rate limit")
        #expect(try town.show(id).disposition == .deferred)
        try town.fire(.undefer(id))
        #expect(try town.show(id).disposition == .ready)
    }

    @Test("the holder of a hook can't close its bead; a person can, and the assignment ends")
    func close() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        let close = BeadClose(id: id, reason: "I say so")
        do {
            try town.send(close, as: .session(assignment))
            Issue.record("closed by the holder of the hook")
        } catch let error as WireError {
            #expect(error.code == .conflict && error.hint?.contains("gt done") == true)
        }
        #expect(refusal { try town.send(close, as: .mayor) } == .conflict)
        try town.send(close)
        #expect(try town.show(id).status == .closed)
        #expect(try town.assignment(assignment.number).state == .ended)
        #expect(refusal { try town.done(assignment) } == .conflict)
    }
}

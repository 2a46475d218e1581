import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Troubles of the reference's merge queue and of its ends of work, by their number, as far as the ledger is about them.
@Suite("Known problems of the reference's merge queue, guarded by the ledger")
struct MergeProblemTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test(
        "problem 7: that it is done is told after it was handed in, and that it landed with everything it brings about")
    func problem7() throws {
        let id = try town.bead()
        let dependent = try town.bead(needs: [id])
        let convoy = try #require(try town.send(WorkSling(beads: [id])).convoy)
        let request = try town.request(try #require(try town.done(try town.claimAndRun(id)).request))
        let kinds = town.events.map(\.kind)
        let submitted = try #require(kinds.firstIndex(of: .requestSubmitted))
        #expect(submitted < (try #require(kinds.firstIndex(of: .assignmentEnded))))
        #expect(!kinds.contains(.beadClosed) && !kinds.contains(.requestLanded))
        let before = town.events.count
        try town.land(request)
        let told = town.events[before...]
        #expect(told.first?.kind == .requestLanded)
        #expect(told.contains { $0.kind == .beadClosed && $0.subject == id.text })
        #expect(try town.show(dependent).disposition == .ready)
        #expect(try town.ask(ConvoyShow(id: convoy.text)).convoy.members.map(\.ending) == ["landed"])
    }

    @Test("problem 11: a landing closes its own bead and no other, also of two that handed in the same head")
    func problem11() throws {
        let (first, second) = (try town.bead("first"), try town.bead("second"))
        let one = try town.submitted(first)
        let other = try town.submitted(second)
        #expect(one.head == other.head && one.id != other.id)
        try town.land(other)
        #expect(try town.show(second).status == .closed)
        #expect(try town.show(first).status == .submitted)
        #expect(try town.request(one.id).state == .queued)
        try town.land(one, tip: .test(10))
        #expect(try town.show(first).closeReason == "landed as \(CommitID.test(10))")
        #expect(town.events.filter { $0.kind == .beadClosed }.map(\.subject) == [second.text, first.text])
        #expect(try town.ask(MergeList()).requests.isEmpty)
    }

    @Test(
        "problem 12: each truthful end has its word: handed in, for review, nothing to change, blocked, put aside",
        arguments: [
            (DoneStatus.completed, CommitID.test(2), BeadStatus.submitted, Disposition.taken),
            (.review, .test(2), .open, .blocked), (.noChange, nil, .closed, .closed),
            (.blocked, .test(2), .open, .blocked), (.deferred, .test(2), .open, .deferred),
        ] as [(DoneStatus, CommitID?, BeadStatus, Disposition)])
    func problem12(
        _ status: DoneStatus, _ head: CommitID?, _ became: BeadStatus, _ disposition: Disposition
    ) throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        let request = try town.done(assignment, status, head: head, message: "this is why").request
        let bead = try town.show(id)
        #expect(bead.status == became && bead.disposition == disposition)
        #expect((request != nil) == (status == .completed))
        // The hook is empty, the head is remembered, and nothing but a landing or "no change" has closed anything.
        #expect(try town.count("SELECT count(*) FROM hooks") == 0)
        #expect(try town.assignment(assignment.number).head == head)
        #expect(bead.closeReason == (status == .noChange ? "no change: this is why" : nil))
        // What is open has a mover: the queue, a person, or a moment.
        let waits = try town.detail(id).waitsFor
        #expect(waits.isEmpty == (status == .noChange), "\(waits)")
        #expect(
            try town.ask(MailInbox(owner: .overseer)).unreadCount == ([.review, .blocked].contains(status) ? 1 : 0))
    }

    @Test("problem 37: a request is of one rig, and one bead's head has one request that is on its way")
    func problem37() throws {
        let request = try town.submitted(try town.bead())
        let bd = Speaker(actor: .refinery(VerbTown.beads), role: .refinery(VerbTown.beads))
        let proof = LandingProof.test(.test(9))
        #expect(
            refusal { try town.send(MergeTesting(request: request.id, base: .test(1), tip: .test(9)), as: bd) }
                == .forbidden)
        #expect(refusal { try town.send(MergeLanding(request: request.id, proof: proof), as: bd) } == .forbidden)
        #expect(refusal { try town.send(MergeLanded(request: request.id, proof: proof), as: bd) } == .forbidden)
        #expect(try town.ask(MergeList(rig: VerbTown.beads)).requests.isEmpty)
        // Should a rule ever fail, the index stands against it.
        #expect(throws: SQLiteFailure.self) {
            try town.database.run(
                """
                INSERT INTO requests (id, bead, rig, head, state, sequence, value)
                SELECT 'gt-mr-other', bead, rig, head, 'queued', 99, value FROM requests WHERE id = ?
                """, .text(request.id.text))
        }
    }
}

import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("What people do about the merge queue")
struct QueueControlVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func landing(_ request: MergeRequest) throws {
        try town.passGates()
        try town.send(MergeLanding(request: request.id, proof: .test(.test(9))), as: .refinery)
    }

    private func giveBack(_ request: MergeRequest) throws {
        try town.send(MergeReturned(request: request.id, fault: .failure, reason: "no good"), as: .refinery)
    }

    @Test("a queue is held once, by whoever was first, and goes on for anybody")
    func pause() throws {
        let first = try town.send(QueuePause(rig: VerbTown.gastown, reason: "release")).rig
        #expect(first.queueHold?.by == .overseer && first.queueHold?.reason == "release")
        #expect(town.events.last?.kind == .rigChanged && town.events.last?.data.rig?.queueHold != nil)
        let count = town.events.count
        let again = try town.send(QueuePause(rig: VerbTown.gastown, reason: "other"), as: .mayor).rig
        #expect(again.queueHold == first.queueHold && town.events.count == count)
        #expect(try town.send(QueueResume(rig: VerbTown.gastown), as: .mayor).rig.queueHold == nil)
        let resumed = town.events.count
        try town.send(QueueResume(rig: VerbTown.gastown))
        #expect(town.events.count == resumed)
        #expect(refusal { try town.send(QueuePause(rig: valid(RigName.self, "nowhere"))) } == .notFound)
    }

    @Test("a Refinery holds its own queue and no other; other services hold none; a polecat decides nothing")
    func rights() throws {
        #expect(try town.send(QueuePause(rig: VerbTown.gastown), as: .refinery).rig.queueHold?.by.isPerson == false)
        #expect(refusal { try town.send(QueuePause(rig: VerbTown.beads), as: .refinery) } == .forbidden)
        #expect(refusal { try town.send(QueuePause(rig: VerbTown.gastown), as: .witness) } == .forbidden)
        let verbs = [
            QueuePause.verb, QueueResume.verb, MergeFront.verb, MergeWithdraw.verb, MergeReject.verb, MergeRetry.verb,
        ]
        for verb in verbs {
            let group = try #require(VerbGroup(of: verb))
            #expect(!Rights.allows(.worker, group), "\(verb)")
            #expect(Rights.allows(.overseer, group) && Rights.allows(.mayor, group) && Rights.allows(.crew, group))
        }
    }

    @Test("in a held queue nothing begins to land, and what is landing is finished")
    func heldLanding() throws {
        let standing = try town.submitted(try town.bead())
        try landing(standing)
        try town.send(QueuePause(rig: VerbTown.gastown))
        try landing(standing)
        try town.land(standing)
        #expect(try town.request(standing.id).state == .landed)
        let next = try town.submitted(try town.bead(), head: .test(4))
        #expect(refusal { try landing(next) } == .conflict)
        try town.send(QueueResume(rig: VerbTown.gastown))
        #expect(refusal { try landing(next) } == nil)
    }

    @Test("what was put first is first, the last one before the others, by a bead's id too")
    func front() throws {
        var requests: [MergeRequest] = []
        for number in 1...3 { requests.append(try town.submitted(try town.bead(), head: .test(10 + number))) }
        town.now = town.now.advanced(by: .seconds(1))
        try town.send(MergeFront(id: requests[1].id))
        town.now = town.now.advanced(by: .seconds(1))
        let reply = try town.send(MergeFront(id: requests[2].bead)).request
        #expect(reply.id == requests[2].id && town.events.last?.kind == .requestUrged)
        #expect(try town.ask(MergeList()).requests.map(\.id) == [requests[2].id, requests[1].id, requests[0].id])
        try landing(requests[0])
        #expect(refusal { try town.send(MergeFront(id: requests[0].id)) } == .conflict)
        try town.land(requests[0])
        #expect(refusal { try town.send(MergeFront(id: requests[0].id)) } == .conflict)
        #expect(refusal { try town.send(MergeFront(id: try town.bead())) } == .notFound)
    }

    @Test("withdrawn: the bead is open and nobody's; never while it is landing, and not twice")
    func withdraw() throws {
        let id = try town.bead()
        let request = try town.submitted(id)
        let reply = try town.send(MergeWithdraw(id: id, reason: "not now")).request
        #expect(reply.state == .withdrawn && reply.reason == "not now")
        let bead = try town.show(id)
        #expect(bead.status == .open && bead.assignee == nil && bead.disposition == .ready)
        let count = town.events.count
        try town.send(MergeWithdraw(id: request.id, reason: "again"))
        #expect(town.events.count == count)
        let other = try town.submitted(try town.bead(), head: .test(4))
        try landing(other)
        #expect(refusal { try town.send(MergeWithdraw(id: other.id, reason: "no")) } == .conflict)
        #expect(refusal { try town.send(MergeReject(id: other.id, reason: "no")) } == .conflict)
        try town.land(other)
        #expect(refusal { try town.send(MergeWithdraw(id: other.id, reason: "no")) } == .conflict)
        #expect(refusal { try town.send(MergeReject(id: other.id, reason: "no")) } == .conflict)
    }

    @Test("rejected: before a person, with the reason; tried again, the gate is open")
    func reject() throws {
        let id = try town.bead()
        let request = try town.submitted(id)
        #expect(refusal { try town.send(MergeReject(id: id, reason: " ")) } == .invalid)
        try town.send(MergeReject(id: id, reason: "too slow"))
        #expect(try town.request(request.id).state == .rejected)
        #expect(town.events.contains { $0.kind == .requestRejected && $0.data.note == "too slow" })
        #expect(try town.show(id).disposition == .blocked)
        try town.endAll()
        #expect(refusal { try town.send(MergeRetry(id: id), as: .mayor) } == .forbidden)
        let again = try town.send(MergeRetry(id: id)).request
        #expect(again.id != request.id && again.head == request.head && again.attempt == 2)
        #expect(again.state == .queued && again.reason == nil)
        #expect(try town.show(id).status == .submitted)
        let open = "SELECT count(*) FROM beads WHERE type = 'gate' AND status NOT IN ('closed', 'tombstone')"
        #expect(try town.count(open) == 0)
        try town.land(again)
        #expect(try town.show(id).status == .closed)
    }

    @Test("rejected with rework: back to a worker with the reason")
    func rejectAgain() throws {
        let id = try town.bead()
        _ = try town.submitted(id)
        try town.send(MergeReject(id: id, reason: "add a test", again: true))
        try town.endAll()
        let again = try town.claim(id)
        #expect(again.attempt == 2 && again.reason?.hasSuffix("add a test") == true)
    }

    @Test("rework that nobody has begun is taken back; what somebody is at is not")
    func retryRework() throws {
        let id = try town.bead()
        let first = try town.submitted(id)
        try giveBack(first)
        try town.endAll()
        let second = try town.send(MergeRetry(id: first.id)).request
        #expect(try town.count("SELECT count(*) FROM dispatch") == 0)
        #expect(refusal { try town.send(MergeRetry(id: first.id)) } == .conflict)
        try town.send(MergeReject(id: second.id, reason: "once more", again: true))
        let assignment = try town.claim(id)
        try town.run(assignment)
        #expect(refusal { try town.send(MergeRetry(id: second.id)) } == .conflict)
        try town.send(WorkUnsling(bead: id, reason: "mine"))
        #expect(try town.send(MergeRetry(id: id)).request.state == .queued)
    }

    @Test("a waiting one is hurried, a landed one is not tried again, nor one whose bead is closed")
    func retryOthers() throws {
        let request = try town.submitted(try town.bead())
        #expect(try town.send(MergeRetry(id: request.id)).request == request)
        #expect(town.events.last?.kind == .requestUrged)
        try town.land(request)
        #expect(refusal { try town.send(MergeRetry(id: request.id)) } == .conflict)
        let closed = try town.submitted(try town.bead(), head: .test(4))
        try town.send(BeadClose(id: closed.bead, reason: "not wanted"))
        #expect(refusal { try town.send(MergeRetry(id: closed.id)) } == .conflict)
    }
}

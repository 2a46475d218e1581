import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("The merge queue in the ledger")
struct MergeVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func testing(_ request: MergeRequest, tip: CommitID = .test(9)) throws {
        try town.send(MergeTesting(request: request.id, base: .test(1), tip: tip), as: .refinery)
    }

    private func landing(_ request: MergeRequest, tip: CommitID = .test(9)) throws {
        try town.passGates(tip)
        try town.send(MergeLanding(request: request.id, proof: .test(tip)), as: .refinery)
    }

    private func giveBack(_ request: MergeRequest, _ fault: MergeFault) throws {
        try town.send(
            MergeReturned(request: request.id, fault: fault, reason: "no good", log: "logs/1"), as: .refinery)
    }

    @Test("queued, testing, landing with its intent, landed with its proof")
    func way() throws {
        let id = try town.bead()
        let after = try town.bead(needs: [id])
        let request = try town.submitted(id)
        try testing(request)
        #expect(try town.request(request.id).state == .testing)
        try landing(request)
        #expect(try town.count("SELECT count(*) FROM intents WHERE id = 'land/\(CommitID.test(9))'") == 1)
        #expect(try town.show(after).disposition == .blocked)
        try town.land(request)
        #expect(try town.request(request.id).state == .landed)
        #expect(try town.request(request.id).proof?.tip == .test(9))
        #expect(try town.count("SELECT count(*) FROM intents") == 0)
        #expect(try town.show(id).closeReason == "landed as \(CommitID.test(9))")
        #expect(try town.show(after).disposition == .ready)
    }

    @Test("landed twice is landed once")
    func twice() throws {
        let request = try town.submitted(try town.bead())
        try town.land(request)
        let count = town.events.count
        try town.land(request, tip: .test(10))
        #expect(town.events.count == count)
        #expect(try town.request(request.id).proof?.tip == .test(9))
    }

    @Test("only the rig's Refinery speaks of its requests")
    func others() throws {
        let request = try town.submitted(try town.bead())
        for speaker in [Speaker.overseer, .mayor, .witness] {
            let landed = MergeLanded(request: request.id, proof: .test(.test(9)))
            #expect(refusal { try town.send(landed, as: speaker) } == .forbidden)
        }
    }

    @Test("red gates land nothing, and two things land one after the other")
    func gates() throws {
        let first = try town.submitted(try town.bead())
        let second = try town.submitted(try town.bead(), head: .test(4))
        let red = LandingProof.test(
            .test(9), gates: [GateResult(name: "test", exitCode: nil, milliseconds: 1, note: "not found")])
        let land = MergeLanding(request: first.id, proof: red)
        #expect(refusal { try town.send(land, as: .refinery) } == .invalid)
        try landing(first)
        #expect(refusal { try landing(second, tip: .test(10)) } == .conflict)
        #expect(refusal { try landing(first, tip: .test(10)) } == .conflict)
        #expect(refusal { try giveBack(first, .failure) } == .conflict)
    }

    @Test("a dropped intent puts the request back into the queue")
    func requeue() throws {
        let request = try town.submitted(try town.bead())
        try landing(request)
        let other = MergeRequeue(request: request.id, tip: .test(8), reason: "moved")
        #expect(refusal { try town.send(other, as: .refinery) } == .conflict)
        try town.send(MergeRequeue(request: request.id, tip: .test(9), reason: "main moved"), as: .refinery)
        #expect(try town.request(request.id).state == .queued)
        #expect(try town.count("SELECT count(*) FROM intents") == 0)
        #expect(town.events.last?.kind == .requestRequeued)
    }

    @Test("what comes back is a new attempt with its reason, the first at once, the next after a rest")
    func rework() throws {
        let id = try town.bead()
        try giveBack(try town.submitted(id), .conflict)
        try town.endAll()
        #expect(try town.show(id).disposition == .taken)
        let again = try town.claim(id)
        #expect(again.attempt == 2 && again.reason == "no good (log: logs/1)")
        try town.run(again)
        let request = try town.request(try #require(try town.done(again, head: .test(7)).request))
        #expect(request.attempt == 2)
        try giveBack(request, .conflict)
        try town.endAll()
        #expect(refusal { _ = try town.claim(id) } == .busy)
        town.now = town.now.advanced(by: .seconds(60))
        #expect(try town.claim(id).attempt == 3)
    }

    @Test(
        "after the last allowed attempt a person is asked",
        arguments: [
            (MergeFault.conflict, AttemptLimits.conflictsMax), (.failure, AttemptLimits.failuresMax),
        ])
    func limits(_ fault: MergeFault, _ limit: Int) throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        for attempt in 1...limit {
            #expect(try town.show(id).disposition == .taken)
            town.now = town.now.advanced(by: .seconds(3600))
            let assignment = try town.claimAndRun(id)
            let reply = try town.done(assignment, head: .test(100 + attempt))
            try giveBack(try town.request(try #require(reply.request)), fault)
            try town.endAll()
        }
        #expect(try town.show(id).disposition == .blocked)
        #expect(try town.ask(MailInbox(owner: .overseer)).unreadCount == 1)
    }

    @Test("the same head after a rework is a new request: the old one's words are spoken")
    func sameHead() throws {
        let id = try town.bead()
        let first = try town.submitted(id)
        try giveBack(first, .failure)
        try town.endAll()
        let again = try town.claimAndRun(id)
        let second = try #require(try town.done(again).request)
        #expect(second != first.id)
        #expect(try town.request(first.id).state == .rework)
    }

    @Test("a head that has landed is not handed in again for a reopened bead")
    func landedHead() throws {
        let request = try town.submitted(try town.bead())
        try town.land(request)
        try town.endAll()
        try town.send(BeadReopen(id: request.bead, reason: "not all of it"))
        let again = try town.working(request.bead)
        #expect(refusal { try town.done(again) } == .conflict)
        #expect(refusal { try town.done(again, head: .test(7)) } == nil)
    }

    @Test("closing by hand withdraws the request, unless it is landing")
    func closeByHand() throws {
        let first = try town.submitted(try town.bead())
        try town.send(BeadClose(id: first.bead, reason: "not wanted"))
        #expect(try town.request(first.id).state == .withdrawn)
        let second = try town.submitted(try town.bead(), head: .test(4))
        try landing(second)
        #expect(refusal { try town.send(BeadClose(id: second.bead, reason: "not wanted")) } == .conflict)
        try town.land(second)
        #expect(try town.show(second.bead).closeReason?.hasPrefix("landed as ") == true)
    }

    @Test("what the target contains has landed, whatever the ledger says")
    func whatever() throws {
        let request = try town.submitted(try town.bead())
        try giveBack(request, .failure)
        try town.endAll()
        let again = try town.claim(request.bead)
        try town.land(request)
        #expect(try town.show(request.bead).status == .closed)
        #expect(try town.assignment(again.number).state == .ended)
        #expect(try town.count("SELECT count(*) FROM hooks") == 0)
    }

    @Test("a rig that lands nothing keeps the work and says so")
    func local() throws {
        try town.set(VerbTown.gastown) { $0.settings.landing = .local }
        let request = try town.submitted(try town.bead())
        try town.land(request)
        #expect(try town.show(request.bead).closeReason == "kept as \(CommitID.test(2))")
    }

    @Test("the list is in the order in which it will be worked on; ended ones come last, when asked for")
    func list() throws {
        let ended = try town.submitted(try town.bead("ended"))
        try town.land(ended)
        try town.endAll()
        let normal = try town.submitted(try town.bead("normal"), head: .test(4))
        try town.endAll()
        let urgent = try town.bead("urgent")
        try town.send(BeadUpdate(id: urgent, priority: .critical))
        let first = try town.submitted(urgent, head: .test(5))
        #expect(try town.ask(MergeList()).requests.map(\.id) == [first.id, normal.id])
        #expect(
            try town.ask(MergeList(rig: VerbTown.gastown, includeEnded: true)).requests.map(\.id)
                == [first.id, normal.id, ended.id])
        #expect(try town.ask(MergeList(rig: VerbTown.beads)).requests.isEmpty)
        #expect(refusal { _ = try town.ask(MergeList(rig: RigName("nowhere"))) } == .notFound)
    }
}

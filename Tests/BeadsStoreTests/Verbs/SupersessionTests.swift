import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// A request whose bead is closed, deleted, reopened or handed in anew while it is on its way.
@Suite("Supersession and withdrawal")
struct SupersessionTests {
    /// How far a request came.
    enum Stage: CaseIterable {
        case queued, testing, landing
    }

    let town: VerbTown

    init() throws { town = try VerbTown() }

    private init(_ town: VerbTown) { self.town = town }

    private func request(_ stage: Stage, _ id: BeadID) throws -> MergeRequest {
        let request = try town.submitted(id)
        if stage != .queued {
            try town.send(MergeTesting(request: request.id, base: .test(1), tip: .test(9)), as: .refinery)
        }
        if stage == .landing { try land(request) }
        return try town.request(request.id)
    }

    private func land(_ request: MergeRequest) throws {
        try town.passGates(.test(9))
        try town.send(MergeLanding(request: request.id, proof: .test(.test(9))), as: .refinery)
    }

    @Test(
        "before the intent stands a person may give a bead up: its request is withdrawn, and no verdict moves anything")
    func givenUp() throws {
        for stage in [Stage.queued, .testing] {
            for isDeleted in [false, true] {
                let town = try VerbTown()
                let tests = Self(town)
                let id = try town.bead()
                let request = try tests.request(stage, id)
                if isDeleted {
                    try town.send(BeadDelete(ids: [id], reason: "not wanted"))
                } else {
                    try town.send(BeadClose(id: id, reason: "not wanted"))
                }
                #expect(try town.request(request.id).state == .withdrawn)
                let count = town.events.count
                #expect(refusal { try tests.land(request) } == .conflict)
                let red = MergeReturned(request: request.id, fault: .failure, reason: "red")
                #expect(refusal { try town.send(red, as: .refinery) } == .conflict)
                let told = town.events[count...].map(\.kind)
                let moves: [EventKind] = [.requestLanding, .requestReturned, .dispatchQueued, .beadChanged]
                #expect(told.allSatisfy { !moves.contains($0) }, "\(told)")
                #expect(try town.count("SELECT count(*) FROM intents") == 0)
                #expect(try town.count("SELECT count(*) FROM dispatch") == 0)
            }
        }
    }

    @Test("once the intent stands, whoever would close, delete, take back or give out the bead waits for its outcome")
    func landing() throws {
        let epic = try town.bead("an epic", type: .epic)
        let id = try town.bead(parent: epic)
        let request = try request(.landing, id)
        let count = town.events.count
        #expect(refusal { try town.send(BeadClose(id: id, reason: "not wanted")) } == .conflict)
        #expect(refusal { try town.send(BeadDelete(ids: [id], reason: "not wanted")) } == .conflict)
        #expect(refusal { try town.send(BeadDelete(ids: [epic], reason: "no", cascade: true)) } == .conflict)
        #expect(refusal { try town.send(WorkUnsling(bead: id, reason: "back")) } == .conflict)
        #expect(refusal { try town.send(WorkSling(beads: [id])) } == .conflict)
        #expect(refusal { try town.send(BeadUpdate(id: id, status: .open)) } == .conflict)
        #expect(refusal { try town.send(BeadReopen(id: id, reason: "again")) } == .already)
        #expect(town.events.count == count)
        try town.land(request)
        #expect(try town.show(id).closeReason == "landed as \(CommitID.test(9))")
    }

    @Test("a dropped intent opens the way again")
    func dropped() throws {
        let id = try town.bead()
        let request = try request(.landing, id)
        try town.send(MergeRequeue(request: request.id, tip: .test(9), reason: "main moved"), as: .refinery)
        try town.send(BeadClose(id: id, reason: "not wanted"))
        #expect(try town.request(request.id).state == .withdrawn)
    }

    @Test("slung again while it is in the queue: refused with the request's name; as part of an epic it is left there")
    func slungAgain() throws {
        for stage in Stage.allCases {
            let town = try VerbTown()
            let tests = Self(town)
            let epic = try town.bead("an epic", type: .epic)
            let id = try town.bead(parent: epic)
            let request = try tests.request(stage, id)
            #expect(refusal { try town.send(WorkSling(beads: [id])) } == .conflict)
            let slung = try town.send(WorkSling(beads: [epic])).slung
            #expect(slung.map(\.result) == [.already] && slung.first?.note.contains(request.id.text) == true)
            #expect(try town.request(request.id).state == request.state)
        }
    }

    @Test("given up, reopened and done anew: the new head has a request of its own, also when it is the old one")
    func anew() throws {
        let id = try town.bead()
        let old = try request(.testing, id)
        try town.send(BeadClose(id: id, reason: "not wanted"))
        try town.endAll()
        try town.send(BeadReopen(id: id, reason: "wanted after all"))
        let new = try town.submitted(id)
        #expect(new.id != old.id && new.head == old.head && new.state == .queued)
        #expect(try town.request(old.id).state == .withdrawn)
        // What is said of the old one is not said of the new one.
        let red = MergeReturned(request: old.id, fault: .failure, reason: "red")
        #expect(refusal { try town.send(red, as: .refinery) } == .conflict)
        #expect(try town.show(id).status == .submitted)
    }

    @Test("handed in anew: the older head steps back unless it is landing; whichever lands, the bead is closed once")
    func superseded() throws {
        for stage in Stage.allCases {
            let town = try VerbTown()
            let tests = Self(town)
            let id = try town.bead()
            let older = try tests.request(stage, id)
            // Only a ledger that was restored to before the handing in gives a bead out that has a request.
            try town.endAll()
            try town.database.run(
                "UPDATE beads SET status = 'open', disposition = 'ready' WHERE id = ?", .text(id.text))
            let number = try tests.giveOut(id)
            let newer = try town.request(try #require(try town.done(number, head: .test(7)).request))
            #expect(newer.state == .queued)
            let isLanding = stage == .landing
            #expect(try town.request(older.id).state == (isLanding ? .landing : .withdrawn))
            if isLanding {
                // Neither may go while one of them is landing.
                #expect(refusal { try town.send(BeadClose(id: id, reason: "not wanted")) } == .conflict)
                #expect(try town.request(newer.id).state == .queued)
            }
            let first = isLanding ? older : newer
            try town.land(first)
            #expect(try town.show(id).status == .closed)
            #expect(try town.request(first.id).state == .landed)
            #expect(try town.request(isLanding ? newer.id : older.id).state == .withdrawn)
        }
    }

    private func giveOut(_ id: BeadID) throws -> Assignment {
        let entry = DispatchEntry(
            bead: id, rig: VerbTown.gastown, attempt: 2, enqueuedAt: town.now, mergeMode: .merge,
            dispatchedBy: .overseer)
        try town.database.run(
            "INSERT INTO dispatch (bead, rig, value) VALUES (?, 'gastown', ?)", .text(id.text),
            .text(JSONText.text(entry)))
        return try town.claimAndRun(id)
    }
}

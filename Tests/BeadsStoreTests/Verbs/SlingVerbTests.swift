import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("Sling and its way back")
struct SlingVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    @Test("one command queues the bead, makes the convoy, and says so")
    func sling() throws {
        let id = try town.bead("a task")
        let reply = try town.send(WorkSling(beads: [id], preset: "script", arguments: "-v"))
        #expect(reply.slung.map(\.result) == [.queued])
        let convoy = try town.ask(ConvoyShow(id: try #require(reply.convoy).text)).convoy
        #expect(convoy.members.map(\.bead) == [id])
        #expect(convoy.members.map(\.attempt) == [1])
        #expect(convoy.feeding == Feeding(rig: nil, preset: "script", arguments: "-v"))
        #expect(convoy.owner == .overseer)
        #expect(try town.show(id).disposition == .taken)
        let kinds = town.events.dropFirst().map(\.kind)
        #expect(kinds == [.convoyCreated, .dispatchQueued, .beadChanged, .convoyChanged])
    }

    @Test("the same again is nothing to do")
    func again() throws {
        let id = try town.bead()
        let first = try town.send(WorkSling(beads: [id]))
        let count = town.events.count
        let second = try town.send(WorkSling(beads: [id], target: .rig(VerbTown.gastown)))
        #expect(second.slung.map(\.result) == [.already])
        #expect(second.convoy == first.convoy)
        #expect(town.events.count == count)
        _ = try town.claim(id)
        #expect(try town.send(WorkSling(beads: [id])).slung.map(\.result) == [.already])
    }

    @Test("a dry run says what would be done and changes nothing")
    func dryRun() throws {
        let id = try town.bead()
        let count = town.events.count
        #expect(try town.send(WorkSling(beads: [id], dryRun: true)).slung.map(\.result) == [.queued])
        #expect(town.events.count == count)
        #expect(try town.show(id).disposition == .ready)
    }

    @Test("an epic stands for its open leaves; what is blocked waits in the convoy")
    func epic() throws {
        let epic = try town.bead("epic", type: .epic)
        let inner = try town.bead("inner", type: .epic, parent: epic)
        let first = try town.bead("first", parent: inner)
        let second = try town.bead("second", parent: epic, needs: [first])
        let closed = try town.bead("closed", parent: epic)
        try town.send(BeadClose(id: closed, reason: "enough"))
        let reply = try town.send(WorkSling(beads: [epic]))
        #expect(Set(reply.slung.map(\.bead)) == [first, second])
        #expect(reply.slung.first { $0.bead == second }?.result == .waiting)
        #expect(try town.show(second).disposition == .blocked)
    }

    @Test("what can't be slung is refused, and nothing of the command stays")
    func refusals() throws {
        let fine = try town.bead("fine")
        let closed = try town.bead("closed")
        try town.send(BeadClose(id: closed, reason: "enough"))
        let deferred = try town.send(
            BeadCreate(rig: VerbTown.gastown, title: "later", deferUntil: town.now.advanced(by: .seconds(9)))
        ).bead.id
        let submitted = try town.submitted(try town.bead("submitted")).bead
        let held = try town.claimed(try town.bead("held")).bead
        let gate = try town.send(EscalationRaise(severity: .low, text: "a gate")).bead.id
        let empty = try town.bead("empty", type: .epic)
        let hq = try town.bead("of the town", rig: nil)
        let queued = try town.bead("queued")
        try town.send(WorkSling(beads: [queued], target: .rig(VerbTown.beads), noConvoy: true))
        let elsewhere = SlingTarget.rig(VerbTown.beads)
        let cases: [(WorkSling, ErrorCode)] = [
            (WorkSling(beads: []), .invalid),
            (WorkSling(beads: [fine, BeadID("gt-none")!]), .notFound),
            (WorkSling(beads: [fine, closed]), .conflict),
            (WorkSling(beads: [fine, deferred]), .conflict),
            (WorkSling(beads: [fine, submitted]), .conflict),
            (WorkSling(beads: [fine, held], target: elsewhere), .conflict),
            (WorkSling(beads: [fine, queued], target: .rig(VerbTown.gastown)), .conflict),
            (WorkSling(beads: [fine, gate], target: elsewhere), .invalid),
            (WorkSling(beads: [fine, empty]), .conflict),
            (WorkSling(beads: [fine, hq]), .invalid),
            (WorkSling(beads: [fine], target: .rig(RigName("nowhere")!)), .notFound),
            (WorkSling(beads: [fine], target: .agent(.mayor)), .conflict),
            (WorkSling(beads: [fine], target: .agent(.deacon)), .invalid),
        ]
        let count = town.events.count
        for (sling, code) in cases {
            do {
                try town.send(sling)
                Issue.record("\(sling) was carried out")
            } catch let error as WireError {
                #expect(error.code == code, "\(sling): \(error)")
                #expect(error.hint != nil || error.code == .notFound, "\(error)")
            }
        }
        #expect(town.events.count == count)
        #expect(try town.show(fine).disposition == .ready)
    }

    @Test("nothing goes to a parked rig, and no polecat slings")
    func parkedAndPolecats() throws {
        let id = try town.bead()
        let worker = Speaker.session(try town.claimed(try town.bead()))
        #expect(refusal { try town.send(WorkSling(beads: [id]), as: worker) } == .forbidden)
        try town.set(VerbTown.gastown) { $0.state = .parked }
        #expect(refusal { try town.send(WorkSling(beads: [id])) } == .parked)
        #expect(refusal { try town.send(WorkSling(beads: [id], target: .rig(VerbTown.gastown))) } == .parked)
    }

    @Test("a bead whose worker's session has ended is taken over")
    func takeOver() throws {
        let id = try town.bead()
        let assignment = try town.working(id)
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 137), as: .witness)
        let reply = try town.send(WorkSling(beads: [id], noConvoy: true))
        #expect(reply.slung[0].result == .queued)
        #expect(reply.slung[0].note.contains("taken over"))
        #expect(try town.assignment(assignment.number).state == .ended)
        #expect(try town.claim(id).attempt == 2)
    }

    @Test("blocked without a convoy is refused: nobody would feed it")
    func blockedAlone() throws {
        let id = try town.bead("blocked", needs: [try town.bead()])
        #expect(refusal { try town.send(WorkSling(beads: [id], noConvoy: true)) } == .conflict)
    }

    @Test("the Mayor feeds what has become ready, once")
    func feed() throws {
        let first = try town.bead("first")
        let second = try town.bead("second", needs: [first])
        let convoy = try #require(try town.send(WorkSling(beads: [first, second])).convoy)
        let feed = ConvoyFeed(convoy: convoy, bead: second)
        #expect(refusal { try town.send(feed, as: .mayor) } == .conflict)
        try town.land(try town.request(try #require(try town.done(try town.claimAndRun(first)).request)))
        #expect(try town.ask(ConvoyShow(id: convoy.text)).convoy.members.map(\.disposition) == [.closed, .ready])
        #expect(refusal { try town.send(feed) } == .forbidden)
        try town.send(feed, as: .mayor)
        #expect(try town.show(second).disposition == .taken)
        #expect(refusal { try town.send(feed, as: .mayor) } == .conflict)
    }

    @Test("unsling takes a bead off the queue or the hook, and nothing gives it out again by itself")
    func unsling() throws {
        let queued = try town.bead("queued")
        let hooked = try town.bead("hooked")
        let convoy = try #require(try town.send(WorkSling(beads: [queued, hooked])).convoy)
        let assignment = try town.claim(hooked)
        try town.send(WorkUnsling(bead: queued, reason: "not yet"))
        #expect(try town.ask(ConvoyShow(id: convoy.text)).convoy.members.map(\.bead) == [hooked])
        try town.send(WorkUnsling(bead: hooked, reason: "not yet"))
        #expect(try town.ask(ConvoyShow(id: convoy.text)).convoy.state == .closed)
        #expect(try town.readyIDs().sorted() == [queued, hooked].sorted())
        #expect(try town.assignment(assignment.number).state == .ended)
        #expect(refusal { try town.send(WorkUnsling(bead: queued, reason: "again")) } == .conflict)
    }

    @Test("unsling takes a bead from whoever claimed it by hand")
    func release() throws {
        let id = try town.bead()
        try town.send(BeadClaim(id: id, assignee: "ann"))
        let freed = try town.send(WorkUnsling(bead: id, reason: "ann is away")).bead
        #expect(freed.status == .open && freed.assignee == nil && freed.disposition == .ready)
    }

    @Test("deferred work is queued now and claimed no earlier, also what the Mayor feeds")
    func deferred() throws {
        let first = try town.bead("first")
        let second = try town.bead("second", needs: [first])
        let moment = town.now.advanced(by: .seconds(3600))
        let reply = try town.send(WorkSling(beads: [first, second], notBefore: moment))
        #expect(reply.slung[0].note.contains("not before \(moment)"))
        #expect(refusal { _ = try town.claim(first) } == .busy)
        town.now = moment
        let assignment = try town.claim(first)
        try town.run(assignment)
        try town.land(try town.request(try #require(try town.done(assignment).request)))
        // By then the moment is over for what comes after it.
        try town.send(ConvoyFeed(convoy: try #require(reply.convoy), bead: second), as: .mayor)
        #expect(try town.claim(second).bead == second)
    }

    @Test("a member that is ready before its convoy's moment waits for it in the queue")
    func deferredFeeding() throws {
        let first = try town.bead("first")
        let second = try town.bead("second", needs: [first])
        let moment = town.now.advanced(by: .seconds(3600))
        let convoy = try #require(try town.send(WorkSling(beads: [first, second], notBefore: moment)).convoy)
        try town.send(BeadClose(id: first, reason: "by hand"))
        try town.send(ConvoyFeed(convoy: convoy, bead: second), as: .mayor)
        #expect(refusal { _ = try town.claim(second) } == .busy)
    }

    @Test("a queued bead waits under its priority of now")
    func priority() throws {
        let id = try town.bead()
        try town.send(WorkSling(beads: [id]))
        try town.send(BeadUpdate(id: id, priority: .critical))
        let event = try #require(town.events.last { $0.kind == .dispatchQueued })
        #expect(event.data.dispatch?.priority == .critical && event.data.dispatch?.attempt == 1)
    }

    @Test("a queued bead that becomes blocked leaves the queue")
    func blockedInQueue() throws {
        let id = try town.bead()
        let other = try town.bead("other")
        try town.send(WorkSling(beads: [id]))
        try town.send(EdgeAdd(edge: Edge(from: id, to: other, type: .blocks)))
        #expect(try town.show(id).disposition == .blocked)
        #expect(try town.count("SELECT count(*) FROM dispatch") == 0)
        #expect(town.events.contains { $0.kind == .dispatchWithdrawn })
    }

    @Test("a bead's attempts are numbered on, however often it is slung: a claim's id never means two things")
    func attempts() throws {
        let id = try town.bead()
        for attempt in 1...3 {
            #expect(try town.claimed(id).attempt == attempt)
            try town.send(WorkUnsling(bead: id, reason: "again"))
            try town.endAll()
        }
    }
}

extension VerbTown {
    func claimAndRun(_ id: BeadID) throws -> Assignment {
        let assignment = try claim(id)
        try run(assignment)
        return assignment
    }

    /// The Witness finds no process of any session left.
    func endAll() throws {
        for polecat in try ask(PolecatList(history: true)).polecats {
            guard let session = polecat.session, session.state != .ended else { continue }
            try send(SessionEnded(incarnation: session.incarnation, exitStatus: nil), as: .witness)
        }
    }
}

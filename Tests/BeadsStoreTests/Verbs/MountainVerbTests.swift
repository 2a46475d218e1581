import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Epics that are driven to their end")
struct MountainVerbTests {
    let town: VerbTown
    let epic: BeadID

    init() throws {
        town = try VerbTown()
        epic = try town.bead("the hall", type: .epic)
    }

    private func convoy(_ id: BeadID) throws -> Convoy { try town.ask(ConvoyShow(id: id.text)).convoy }

    private func begin() throws -> Convoy { try #require(try town.send(MountainBegin(epic: epic)).convoy) }

    private func standing(_ id: BeadID) throws -> ConvoyStanding {
        try #require(try town.ask(ConvoyStand(.one, id: id.text)).convoys.first)
    }

    /// As often as it may.
    private func fail(_ bead: BeadID) throws {
        for attempt in 1...AttemptLimits.restartsMax {
            let assignment = try town.send(DispatchClaim(bead: bead, attempt: attempt), as: .witness).assignment
            try town.send(AssignmentReturn(number: assignment.number, reason: "it broke"), as: .witness)
            try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 1), as: .witness)
        }
    }

    @Test("begun, its first wave is queued; begun again, it is the same; what is no epic is no mountain")
    func begun() throws {
        let first = try town.bead("first", parent: epic)
        let second = try town.bead("second", parent: epic, needs: [first])
        let reply = try town.send(MountainBegin(epic: epic))
        let convoy = try #require(reply.convoy)
        #expect(convoy.state == .open && convoy.mountain == Mountain() && convoy.epics == [epic])
        #expect(reply.slung.map(\.bead) == [first] && reply.waves.count == 2)
        #expect(try town.send(MountainBegin(epic: epic)).convoy?.id == convoy.id)
        #expect(refusal { try town.send(MountainBegin(epic: second)) } == .invalid)
        #expect(try town.ask(ConvoyStand(.mountains)).convoys.map(\.convoy.id) == [convoy.id])
        #expect(try standing(convoy.id).members.map(\.cause) == [.queued, .blocked])
        #expect(try standing(convoy.id).members[0].holdsUp == [second])
    }

    @Test("what joins the epic, at any depth, joins the convoy in the same transaction, and the Mayor may feed it")
    func joins() throws {
        try town.bead("first", parent: epic)
        let id = try begin().id
        let wing = try town.bead("a wing", type: .epic, parent: epic)
        let told = town.events.count
        let later = try town.bead("later", parent: wing)
        #expect(try convoy(id).members.map(\.bead).contains(later))
        #expect(town.events[told...].contains { $0.kind == .convoyChanged })
        try town.send(ConvoyFeed(convoy: id, bead: later), as: .mayor)
        let moved = try town.bead("moved")
        try town.send(BeadUpdate(id: moved, parent: epic))
        let tower = try town.bead("a tower", type: .epic)
        let inside = try town.bead("inside", parent: tower)
        try town.send(EdgeAdd(edge: Edge(from: tower, to: epic, type: .parentChild)))
        #expect(Set(try convoy(id).members.map(\.bead)).isSuperset(of: [moved, inside]))
        let other = try town.bead("another epic", type: .epic)
        let stranger = try town.bead("a stranger", parent: other)
        #expect(try !convoy(id).members.map(\.bead).contains(stranger))
    }

    @Test("a bead that failed as often as it may is left, named, with what waits for it, and the rest goes on")
    func failed() throws {
        let bad = try town.bead("bad", parent: epic)
        let waiting = try town.bead("waiting", parent: epic, needs: [bad])
        let good = try town.bead("good", parent: epic)
        let id = try begin().id
        try fail(bad)
        let left = try standing(id)
        let failed = try #require(left.members.first { $0.bead == bad })
        #expect(failed.cause == .failed && failed.holdsUp == [waiting])
        #expect(left.members.first { $0.bead == waiting }?.cause == .blocked)
        #expect(left.members.first { $0.bead == good }?.cause == .queued && left.stranded == nil)
        try town.send(ConvoyStuck(convoy: id, generation: 1), as: .mayor)
        #expect(try letters().isEmpty)
    }

    private func letters() throws -> [String] {
        try town.ask(MailInbox(owner: .overseer)).mails.map(\.subject).filter { $0.contains("stuck") }
    }

    @Test("when nothing moves its owner is told once, and again when something else is left; only the Mayor says so")
    func stuck() throws {
        let bad = try town.bead("bad", parent: epic)
        let id = try begin().id
        try fail(bad)
        let stuck = ConvoyStuck(convoy: id, generation: 1)
        #expect(refusal { try town.send(stuck) } == .forbidden)
        for _ in 0..<3 { try town.send(stuck, as: .mayor) }
        #expect(try letters() == ["the hall: stuck (1 left)"])
        #expect(try town.ask(ConvoyStand(.stranded)).convoys.map(\.stranded) == ["nothing of it moves"])
        try town.bead("blocked", parent: epic, needs: [bad])
        for _ in 0..<3 { try town.send(stuck, as: .mayor) }
        #expect(try letters().count == 2)
    }

    @Test("paused, what waits leaves the queue and nothing is fed; resumed, the Mayor feeds it; what runs goes on")
    func paused() throws {
        let first = try town.bead("first", parent: epic)
        let second = try town.bead("second", parent: epic)
        let id = try begin().id
        let running = try town.send(DispatchClaim(bead: first, attempt: 1), as: .witness).assignment
        let steered = try town.send(MountainSteer(convoy: id, action: .pause, reason: "rain")).convoy
        #expect(steered.mountain?.pause?.reason == "rain" && !steered.isFed)
        #expect(try town.show(second).disposition == .ready && town.count("SELECT count(*) FROM dispatch") == 0)
        #expect(refusal { try town.send(ConvoyFeed(convoy: id, bead: second), as: .mayor) } == .conflict)
        #expect(try standing(id).members.map(\.cause) == [.atWork, .paused])
        let awaited = try town.ask(TownWhy(about: second.text)).awaited
        #expect(awaited[0].rule == .held && awaited[0].text.contains("paused by overseer"))
        #expect(try town.ask(TownWhy(about: id.text)).awaited[0].rule == .held)
        try town.run(running)
        try town.done(running)
        let later = try town.bead("later", parent: epic)
        #expect(try convoy(id).members.map(\.bead).contains(later))
        #expect(try town.send(MountainSteer(convoy: id, action: .resume)).convoy.isFed)
        try town.send(ConvoyFeed(convoy: id, bead: second), as: .mayor)
    }

    @Test("cancelled it is a closed convoy: its beads stay, nothing joins it, and the epic can be driven anew")
    func cancelled() throws {
        let first = try town.bead("first", parent: epic)
        let id = try begin().id
        #expect(try town.send(MountainSteer(convoy: id, action: .cancel, reason: "no")).convoy.state == .closed)
        #expect(try town.show(first).disposition == .ready)
        #expect(refusal { try town.send(MountainSteer(convoy: id, action: .resume)) } == .conflict)
        let later = try town.bead("later", parent: epic)
        #expect(try !convoy(id).members.map(\.bead).contains(later))
        #expect(try begin().id != id)
    }

    @Test("landed it takes nothing in by itself; with a member that is open again it is driven again")
    func landed() throws {
        let first = try town.bead("first", parent: epic)
        let id = try begin().id
        try town.send(WorkUnsling(bead: first, reason: "by hand"))
        #expect(try convoy(id).state == .closed)
        let again = try begin().id
        try town.send(BeadClose(id: first, reason: "enough"))
        try town.send(ConvoyLanded(convoy: again, generation: 1), as: .mayor)
        #expect(try town.count("SELECT count(*) FROM mountain_epics") == 0)
        try town.send(BeadReopen(id: first, reason: "again"))
        #expect(try convoy(again).state == .open)
        let later = try town.bead("later", parent: epic)
        #expect(try convoy(again).members.map(\.bead).contains(later))
    }

    @Test("a convoy that is full refuses nobody's bead: a person is told, once")
    func full() throws {
        try town.bead("first", parent: epic)
        let id = try begin().id
        var filled = try convoy(id)
        let member = filled.members[0]
        filled.members += (1..<BeadLimits.convoyMembersMax).map { number in
            var other = member
            other.bead = valid(BeadID.self, "gt-fill\(number)")
            return other
        }
        let full = filled
        _ = try town.change(Speaker(actor: .store)) { (work) throws(LedgerError) in
            try work.save(full)
            return []
        }
        for _ in 0..<2 { try town.bead("too many", parent: epic) }
        let mails = try town.ask(MailInbox(owner: .overseer)).mails.filter { $0.subject.contains("can't take") }
        #expect(mails.count == 1)
    }
}

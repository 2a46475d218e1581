import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("a town whose ledger was restored waits until somebody has compared it with the world")
struct RestoredTownTests {
    let town: MemoryLedger
    private let witness = RoleName.witness(VerbTown.gastown)

    init() throws { town = try MemoryLedger() }

    private func raise() throws {
        try Raise(epoch: 2, reason: "restored from a test").apply(to: town.ledger, at: town.now)
    }

    private func bead(_ title: String) throws -> BeadID {
        try town.send(BeadCreate(rig: VerbTown.gastown, title: title)).bead.id
    }

    private func claimed(_ id: BeadID) throws -> Assignment {
        try town.send(WorkSling(beads: [id]))
        return try town.send(DispatchClaim(bead: id, attempt: 1), as: witness).assignment
    }

    private func show(_ id: BeadID) throws -> Bead {
        try #require(try town.ask(BeadShow(ids: [id.text])).beads.first).bead
    }

    @Test("a token from before is stale, and a position from before is gone")
    func positions() throws {
        _ = try claimed(try bead("one"))
        let head = try town.ledger.feedHead().sequence
        try raise()
        #expect(refusal { _ = try town.send(AssignmentReturn(number: 1, reason: ""), as: witness) } == .staleToken)
        #expect(try town.register(witness) > 1_000_000)
        // Up to the copy's end the two logs are one; what follows it there has never been here.
        let page = try town.ask(EventsSince(streams: [.town], after: head))
        let events = try page.events.map { try CloudEvent.decode(Array($0.utf8)) }
        #expect(events.first?.kind == .townRestored && events.first?.epoch == 2)
        #expect(refusal { _ = try town.ask(EventsSince(after: head + 1)) } == .gone)
        #expect(refusal { _ = try town.ask(EventsSince(after: head + 1_000_001)) } == nil)
        let rig = try town.ask(EventsSince(streams: [.rig(VerbTown.gastown)], after: head))
        #expect(try CloudEvent.decode(Array(try #require(rig.events.first).utf8)).kind == .townRestored)
    }

    @Test("a claim that may have been carried out since is ended, and its bead waits for another attempt")
    func claims() throws {
        let id = try bead("one")
        let before = try claimed(id)
        try raise()
        let listing = try town.ask(WitnessList(rig: VerbTown.gastown))
        #expect(listing.stopped)
        #expect(listing.assignments.map(\.state) == [.ended])
        #expect(listing.dispatch.map(\.bead) == [id] && listing.dispatch.map(\.attempt) == [2])
        try town.register(witness)
        #expect(refusal { _ = try town.send(DispatchClaim(bead: id, attempt: 2), as: witness) } == .busy)
        try town.send(TownReconcile(landed: [], note: ""))
        try town.send(TownThaw())
        let after = try town.send(DispatchClaim(bead: id, attempt: 2), as: witness).assignment
        #expect(after.number > before.number + 999_999 && after.incarnation != before.incarnation)
    }

    @Test("what the ledger does not know is told apart from what it knows")
    func unknown() throws {
        let work = try claimed(try bead("one"))
        try town.send(AssignmentPrepared(number: work.number, base: .test(1), key: "secret"), as: witness)
        try town.send(
            WorkDone(assignment: work.number, status: .completed, head: .test(2), base: .test(1), message: "m"),
            sessionKey: "secret")
        try raise()
        let other = Incarnation(number: 77)
        let (known, strange) = (
            HandedIn(bead: work.bead, head: .test(2)), HandedIn(bead: work.bead, head: .test(3))
        )
        let found = try town.ask(
            TownUnknown(
                sessions: [work.incarnation, other], worktrees: [work.worktree, "rigs/gastown/polecats/ash/77"],
                heads: [known, strange], rescues: [work.number, 77]))
        #expect(
            found
                == TownUnknown(
                    sessions: [other], worktrees: ["rigs/gastown/polecats/ash/77"], heads: [strange], rescues: [77]))
    }

    @Test("it is thawed only when it was compared; what had landed is closed as landed, once")
    func reconciled() throws {
        let landed = try bead("landed")
        let waiting = try bead("waits for it")
        try town.send(EdgeAdd(edge: Edge(from: waiting, to: landed, type: .blocks)))
        let queued = try bead("queued since")
        try town.send(WorkSling(beads: [queued]))
        let closed = try bead("closed")
        try town.send(BeadClose(id: closed, reason: "by hand"))
        try raise()
        #expect(refusal { try town.send(TownThaw()) } == .conflict)
        #expect(try town.ask(TownStatus()).restored == "restored from a test")
        try town.register(.mayor)
        let facts = [landed, queued, closed].map { LandedBefore(bead: $0, head: .test(2), tip: .test(9)) }
        let command = TownReconcile(landed: facts, note: "looked")
        #expect(refusal { _ = try town.send(command, as: .mayor) } == .forbidden)
        #expect(try town.send(command).closed == [landed, queued])
        #expect(try town.send(command).closed == [])
        #expect(try show(landed).closeReason == "landed as \(CommitID.test(9))")
        #expect(try show(closed).closeReason == "by hand")
        #expect(try show(waiting).disposition == .ready)
        #expect(try town.ask(WitnessList(rig: VerbTown.gastown)).dispatch.isEmpty)
        #expect(try town.ask(TownStatus()).restored == nil && town.ask(TownStatus()).stopped != nil)
        try town.send(TownThaw())
        #expect(try town.ask(TownStatus()).stopped == nil)
    }
}

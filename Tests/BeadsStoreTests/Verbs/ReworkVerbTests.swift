import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// Work that came back from the merge queue: who goes on with it, from where, and what he is told.
@Suite("Rework in the ledger")
struct ReworkVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func useAgents() throws { try town.set(VerbTown.gastown) { $0.settings.agent = "claude" } }

    private func giveBack(_ request: MergeRequest, _ fault: MergeFault = .failure) throws {
        try town.send(
            MergeReturned(
                request: request.id, fault: fault, reason: "gate \"test\" failed with exit status 1 on abc\nboom",
                log: ".gt/logs/gates/x.log"), as: .refinery)
        try town.endAll()
    }

    private func returned(to assignment: Assignment) throws -> ReturnedWork? {
        try town.ask(PrimeShow(agent: assignment.agent)).returned
    }

    @Test("an agent that thinks goes on from the head that came back; the script agent begins at the target's head")
    func start() throws {
        let id = try town.bead()
        try useAgents()
        let request = try town.submitted(id)
        #expect(try town.assignment(request.assignment).keptHead == nil)
        try giveBack(request)
        let again = try town.claim(id)
        #expect(again.keptHead == .test(2) && again.attempt == 2)
        // Whoever gives it to another kind of agent decides anew.
        try town.send(WorkUnsling(bead: id, reason: "by script"))
        try town.endAll()
        try town.send(WorkSling(beads: [id], preset: "script", noConvoy: true))
        #expect(try town.claim(id).keptHead == nil)
    }

    @Test("a worker who dies of his rework is followed by one who goes on from the same head and is told the same")
    func restart() throws {
        let id = try town.bead()
        try useAgents()
        let request = try town.submitted(id)
        try giveBack(request, .conflict)
        let second = try town.claim(id)
        let told = try #require(try returned(to: second))
        #expect(told.request.id == request.id && told.request.fault == .conflict)
        #expect(told.times == 1 && told.timesMax == AttemptLimits.conflictsMax)
        #expect(told.request.log == ".gt/logs/gates/x.log" && told.request.reason?.hasSuffix("boom") == true)
        try town.send(AssignmentReturn(number: second.number, reason: "it died"), as: .witness)
        try town.endAll()
        let third = try town.claim(id)
        #expect(third.keptHead == .test(2) && third.reason == "it died")
        #expect(try returned(to: third) == told)
    }

    @Test("the last head that was handed in is the one that is gone on with, and how often it came back is counted")
    func latest() throws {
        let id = try town.bead()
        try useAgents()
        try giveBack(try town.submitted(id))
        let second = try town.claimAndRun(id)
        #expect(try town.assignment(1).agent == second.agent)
        let request = try town.request(try #require(try town.done(second, head: .test(7)).request))
        #expect(try returned(to: second) == nil)
        try giveBack(request, .conflict)
        let third = try town.claim(id)
        #expect(third.keptHead == .test(7))
        #expect(try #require(try returned(to: third)).times == 1)
    }

    @Test("work that was put aside is gone on with too; what landed, was given up or is only the base is not")
    func others() throws {
        try useAgents()
        let aside = try town.bead("put aside")
        try town.done(try town.working(aside), .deferred, head: .test(5))
        try town.endAll()
        try town.send(BeadUpdate(id: aside, isDeferred: false))
        let again = try town.claimed(aside)
        #expect(again.keptHead == .test(5))
        #expect(try returned(to: again) == nil)

        let landed = try town.submitted(try town.bead("landed"), head: .test(6))
        try town.land(landed)
        try town.endAll()
        try town.send(BeadReopen(id: landed.bead, reason: "not all of it"))
        #expect(try town.claimed(landed.bead).keptHead == nil)

        let closed = try town.submitted(try town.bead("given up"), head: .test(7))
        try town.send(BeadClose(id: closed.bead, reason: "not wanted"))
        try town.endAll()
        try town.send(BeadReopen(id: closed.bead, reason: "wanted after all"))
        #expect(try town.claimed(closed.bead).keptHead == nil)

        let empty = try town.bead("nothing yet")
        try town.done(try town.working(empty), .deferred, head: .test(1))
        try town.endAll()
        try town.send(BeadUpdate(id: empty, isDeferred: false))
        #expect(try town.claimed(empty).keptHead == nil)
    }

    @Test("the same worker's name is given again when it is free, another one when it is not")
    func sameWorker() throws {
        let first = try town.submitted(try town.bead("first"))
        let second = try town.submitted(try town.bead("second"), head: .test(4))
        #expect(first.worker != second.worker)
        try giveBack(second)
        #expect(try town.claim(second.bead).agent == second.worker)
        // Its name is busy now with something else.
        try town.send(
            MergeReturned(request: first.id, fault: .failure, reason: "no", log: nil), as: .refinery)
        try town.endAll()
        let other = try town.claimed(try town.bead("third"))
        #expect(other.agent == first.worker)
        #expect(try town.claim(first.bead).agent != first.worker)
    }
}

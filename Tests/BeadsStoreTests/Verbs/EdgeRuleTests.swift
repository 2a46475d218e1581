import BeadsStoreCore
import Testing
import TownModel
import Wire

@testable import LedgerStorage

/// What each type of edge does, by commands, step by step.
@Suite("Edges that hold")
struct EdgeRuleTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private func add(_ from: BeadID, _ type: EdgeType, _ to: BeadID, _ gate: ChildGate? = nil) throws {
        try town.send(EdgeAdd(edge: Edge(from: from, to: to, type: type, gate: gate)))
    }

    private func close(_ id: BeadID, _ outcome: Outcome = .success) throws {
        try town.send(BeadClose(id: id, reason: "over", outcome: outcome))
    }

    private func state(_ id: BeadID) throws -> Disposition { try town.show(id).disposition }

    @Test("merge-blocks holds as blocks does, and both at once hold twice")
    func mergeBlocks() throws {
        let (one, other) = (try town.bead(), try town.bead())
        try add(one, .mergeBlocks, other)
        try add(one, .blocks, other)
        #expect(try state(one) == .blocked)
        try town.send(EdgeRemove(edge: Edge(from: one, to: other, type: .blocks)))
        #expect(try state(one) == .blocked)
        try close(other)
        #expect(try state(one) == .ready)
    }

    @Test("what is only for a failure begins with the failure")
    func failure() throws {
        let (work, remedy) = (try town.bead(), try town.bead())
        try add(remedy, .conditionalBlocks, work)
        #expect(try state(remedy) == .blocked)
        try close(work, .failed)
        #expect(try state(remedy) == .ready)
        try town.send(BeadReopen(id: work, reason: "again"))
        #expect(try state(remedy) == .blocked)
    }

    @Test("it is skipped when the other ends in another way, frees what waits for it, and comes back with the other")
    func skipped() throws {
        let (work, remedy, after) = (try town.bead(), try town.bead(), try town.bead())
        try add(remedy, .conditionalBlocks, work)
        try add(after, .blocks, remedy)
        try close(work)
        let skipped = try town.show(remedy)
        #expect(skipped.status == .closed && skipped.outcome == .skipped)
        #expect(try state(after) == .ready)
        #expect(
            town.events.contains { $0.kind == .beadClosed && $0.subject == remedy.text && $0.cause == "test" })
        try town.send(BeadReopen(id: work, reason: "again"))
        #expect(try state(remedy) == .blocked && state(after) == .blocked)
    }

    @Test("of several conditions the first success decides, and it comes back only when all are open to it again")
    func conditions() throws {
        let (one, other, remedy) = (try town.bead(), try town.bead(), try town.bead())
        try add(remedy, .conditionalBlocks, one)
        try add(remedy, .conditionalBlocks, other)
        try close(one, .failed)
        #expect(try state(remedy) == .blocked)
        try close(other)
        #expect(try town.show(remedy).outcome == .skipped)
        try town.send(BeadReopen(id: one, reason: "again"))
        #expect(try town.show(remedy).outcome == .skipped, "the other condition still stands against it")
        try town.send(BeadReopen(id: other, reason: "again"))
        #expect(try state(remedy) == .blocked)
        try close(one, .failed)
        try close(other, .failed)
        #expect(try state(remedy) == .ready)
    }

    @Test("a bead on a hook is not skipped under its worker's hands")
    func hooked() throws {
        let (work, remedy) = (try town.bead(), try town.bead())
        _ = try town.claimed(remedy)
        try add(remedy, .conditionalBlocks, work)
        try close(work)
        #expect(try town.show(remedy).status == .hooked)
    }

    @Test("nothing can be made to wait for a failure that can't come any more")
    func tooLate() throws {
        let (work, remedy) = (try town.bead(), try town.bead())
        try close(work)
        #expect(refusal { try add(remedy, .conditionalBlocks, work) } == .conflict)
    }

    @Test("all-children waits for the bead and every child; one that comes later counts too")
    func allChildren() throws {
        let spawner = try town.bead()
        let (first, waiter) = (try town.bead(parent: spawner), try town.bead())
        try add(waiter, .waitsFor, spawner)
        try close(spawner)
        #expect(try state(waiter) == .blocked)
        try close(first)
        #expect(try state(waiter) == .ready)
        try town.send(BeadReopen(id: spawner, reason: "more"))
        let second = try town.bead(parent: spawner)
        try close(spawner)
        #expect(try state(waiter) == .blocked)
        try close(second, .failed)
        #expect(try state(waiter) == .ready)
    }

    @Test("any-children waits for one child, or for a bead that ended without any")
    func anyChildren() throws {
        let (spawner, barren) = (try town.bead(), try town.bead())
        let (waiter, other) = (try town.bead(), try town.bead())
        let (first, _) = (try town.bead(parent: spawner), try town.bead(parent: spawner))
        try add(waiter, .waitsFor, spawner, .anyChildren)
        try add(other, .waitsFor, barren, .anyChildren)
        #expect(try state(waiter) == .blocked && state(other) == .blocked)
        try close(first)
        try close(barren)
        #expect(try state(waiter) == .ready && state(other) == .ready)
    }

    @Test("a ring of waits is refused and named, also through children")
    func rings() throws {
        let spawner = try town.bead()
        let (child, waiter) = (try town.bead(parent: spawner), try town.bead())
        try add(waiter, .waitsFor, spawner)
        #expect(refusal { try add(child, .blocks, waiter) } == .conflict)
        #expect(refusal { try add(child, .conditionalBlocks, waiter) } == .conflict)
        #expect(refusal { try add(child, .waitsFor, spawner) } == .conflict)
        let inner = try town.bead()
        try add(inner, .blocks, waiter)
        #expect(
            refusal { try add(inner, .parentChild, spawner) } == .conflict,
            "a new child that waits for the waiter would close the ring")
    }

    @Test("why names each hold and what to do about it")
    func why() throws {
        let (work, remedy, spawner, waiter) = (
            try town.bead("the work"), try town.bead(), try town.bead("the spawner"), try town.bead()
        )
        _ = try town.bead(parent: spawner)
        try add(remedy, .conditionalBlocks, work)
        try add(waiter, .waitsFor, spawner)
        #expect(try town.detail(remedy).waitsFor.contains { $0.contains("only for the case that \(work) fails") })
        #expect(try town.detail(waiter).waitsFor.contains { $0.contains("\(spawner), whose children it waits for") })
        try close(spawner)
        #expect(try town.detail(waiter).waitsFor == ["1 child of \(spawner) is open: the spawner"])
    }
}

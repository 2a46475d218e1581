import Testing
import TownModel
import Wire

@testable import LedgerStorage

@Suite("From one step to the next")
struct AdvanceTests {
    private let town: VerbTown

    init() throws { town = try VerbTown() }

    private func advance(_ id: BeadID, claims: Bool = true, assignee: String? = "ann") throws -> AdvanceReply {
        try town.send(
            BeadAdvance(close: BeadClose(id: id, reason: "done"), claims: claims, assignee: assignee))
    }

    @Test("the close frees the next step, which is the caller's in the same command")
    func next() throws {
        let epic = try town.bead(type: .epic)
        let first = try town.bead(parent: epic)
        let second = try town.bead(parent: epic, needs: [first])
        let before = try town.count("SELECT count(*) FROM beads WHERE status = 'in_progress'")
        let reply = try advance(first)
        #expect(before == 0 && reply.closed.id == first && reply.closed.status == .closed)
        #expect(reply.root?.id == epic && reply.open == 2 - 1 && reply.isClaimed && reply.waiting.isEmpty)
        #expect(reply.next?.id == second && reply.next?.status == .inProgress && reply.next?.assignee == "ann")
        #expect(try town.show(second) == reply.next)
        let last = try advance(second)
        #expect(last.next == nil && last.open == 0 && !last.isClaimed)
        #expect(last.root?.id == epic && last.root?.status == .closed, "its last part closes an epic")
        try town.checkFacts()
    }

    @Test("Beads problem 12: of two who go on, each has a step of his own, and none goes on twice from one")
    func twoAtOnce() throws {
        let epic = try town.bead(type: .epic)
        var steps: [BeadID] = []
        for _ in 0..<5 { steps.append(try town.bead(parent: epic)) }
        for (step, name) in zip(steps, ["ann", "ben"]) {
            #expect(try town.send(BeadClaim(id: step, assignee: name)).bead.assignee == name)
        }
        let (ann, ben) = (try advance(steps[0]), try advance(steps[1], assignee: "ben"))
        #expect(ann.next?.id == steps[2] && ben.next?.id == steps[3])
        #expect(throws: WireError.self) { try advance(steps[0], assignee: "ben") }
        #expect(try town.show(steps[2]).assignee == "ann" && town.show(steps[3]).assignee == "ben")
        #expect(try town.show(steps[4]).status == .open)
        #expect(throws: WireError.self) { try town.send(BeadClaim(id: steps[2], assignee: "ben")) }
    }

    @Test("without a claim the next one is named and stays free; without a name the speaker has it")
    func names() throws {
        let epic = try town.bead(type: .epic)
        let (first, second, third) = (
            try town.bead(parent: epic), try town.bead(parent: epic), try town.bead(parent: epic)
        )
        let named = try advance(first, claims: false)
        #expect(named.next?.id == second && !named.isClaimed && named.next?.disposition == .ready)
        #expect(try town.show(second).assignee == nil)
        #expect(try advance(second, assignee: nil).next?.assignee == Address.overseer.description)
        #expect(try town.show(third).status == .inProgress)
    }

    @Test("a sibling comes before a more urgent cousin, a cousin before nothing, the tenth after the ninth")
    func nearest() throws {
        let top = try town.bead(type: .epic)
        let (left, right) = (try town.bead(type: .epic, parent: top), try town.bead(type: .epic, parent: top))
        let cousin = try town.bead(parent: right)
        try town.send(BeadUpdate(id: cousin, priority: .critical))
        var steps: [BeadID] = []
        for _ in 0..<11 { steps.append(try town.bead(parent: left)) }
        for (step, next) in zip(steps, steps.dropFirst()) {
            #expect(try advance(step, claims: false).next?.id == next)
        }
        let reply = try advance(steps[10])
        #expect(reply.next?.id == cousin && reply.root?.id == top)
        #expect(try town.show(left).status == .closed)
    }

    @Test("when nothing can begin, each open part says what it waits for")
    func waiting() throws {
        let epic = try town.bead(type: .epic)
        let outside = try town.bead("the permit")
        let first = try town.bead(parent: epic)
        let second = try town.bead(parent: epic, needs: [outside])
        let third = try town.bead(parent: epic, needs: [second])
        let reply = try advance(first)
        #expect(reply.next == nil && reply.open == 2 && reply.root?.status == .open)
        #expect(reply.waiting.map(\.bead.id) == [second, third])
        #expect(reply.waiting.map(\.blockedBy) == [[outside], [second]])
        #expect(reply.waiting[0].reasons == ["\(outside) is not closed: the permit"])
        #expect(try town.show(outside).status == .open, "nobody's part is taken")
    }

    @Test("a bead that is nobody's part is closed, and nothing else happens")
    func alone() throws {
        let (id, other) = (try town.bead(), try town.bead())
        let reply = try advance(id)
        #expect(reply.root == nil && reply.next == nil && reply.open == 0 && reply.closed.status == .closed)
        #expect(try town.show(other).status == .open)
    }

    @Test("what can't be closed, or taken under that name, changes nothing")
    func refused() throws {
        let epic = try town.bead(type: .epic)
        let (first, second) = (try town.bead(parent: epic), try town.bead(parent: epic))
        #expect(refusal { _ = try advance(first, assignee: "") } == .invalid)
        try town.send(BeadUpdate(id: first, pinned: true))
        #expect(refusal { _ = try advance(first) } == .conflict)
        #expect(try town.show(first).status == .open && town.show(second).status == .open)
    }

    @Test("parents in a ring, which only a file can bring, end where they began")
    func ring() throws {
        let (one, two) = (try town.bead(), try town.bead())
        for (child, parent) in [(one, two), (two, one)] {
            try town.database.run("UPDATE beads SET parent = ? WHERE id = ?", .text(parent.text), .text(child.text))
        }
        #expect(try advance(one).root?.id == two)
    }
}

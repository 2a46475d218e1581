import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("what a worker has done")
struct AgentHistoryTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func cv(_ agent: Address, limit: Int = 20) throws -> AgentCV {
        try #require(try town.ask(AgentHistory(agent: agent, limit: limit)).agents.first)
    }

    private func leave(_ assignment: Assignment) throws {
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness)
    }

    @Test("each assignment has its bead, how long it took and what became of it, newest first")
    func outcomes() throws {
        try town.passGates()
        let landed = try town.working(try town.bead("lands"))
        town.now = town.now.advanced(by: .seconds(90))
        let request = try town.request(try #require(try town.done(landed).request))
        try town.land(request)
        try leave(landed)
        let reworked = try town.working(try town.bead("comes back"))
        let second = try town.request(try #require(try town.done(reworked, head: .test(12)).request))
        try town.send(MergeReturned(request: second.id, fault: .failure, reason: "lint is red"), as: .refinery)
        try leave(reworked)
        let nothing = try town.working(try town.bead("is right already"))
        try town.done(nothing, .noChange, head: nil, message: "it is so")
        try leave(nothing)
        let aside = try town.working(try town.bead("waits"))
        try town.done(aside, .deferred, head: .test(14), message: "tomorrow")
        try leave(aside)
        let failed = try town.working(try town.bead("dies"))
        try town.send(AssignmentReturn(number: failed.number, reason: "ended by signal 9"), as: .witness)
        try leave(failed)
        let unslung = try town.working(try town.bead("is taken back"))
        try town.send(WorkUnsling(bead: unslung.bead, reason: "another plan"))
        try leave(unslung)
        let agent = landed.agent
        #expect([reworked, nothing, aside, failed, unslung].allSatisfy { $0.agent == agent })

        let found = try cv(agent)
        #expect(
            found.work.map(\.outcome) == [.takenBack, .failed, .putAside, .noChange, .reworked, .landed])
        #expect(
            found.work.map(\.note) == [
                "another plan", "ended by signal 9", "tomorrow", "it is so", "lint is red", "did it",
            ])
        #expect(found.work.last?.title == "lands" && found.work.last?.duration == .seconds(90))
        #expect(found.totals.assignments == 6 && found.totals.medianSeconds == 90)
        #expect(found.totals.counts[.landed] == 1 && found.totals.counts[.reworked] == 1)
        #expect(found.assignment?.number == unslung.number && found.session?.state == .ended)
        #expect(try cv(agent, limit: 2).work.count == 2 && cv(agent, limit: 2).totals == found.totals)
    }

    @Test("what is on the hook is work, what is in the queue is queued, what is kept is kept")
    func open() throws {
        let queued = try town.working(try town.bead())
        try town.done(queued)
        let working = try town.working(try town.bead())
        #expect(try cv(queued.agent).work.map(\.outcome) == [.queued])
        #expect(try cv(working.agent).work.map(\.outcome) == [.working])
        #expect(try cv(working.agent).work.first?.endedAt == nil)
        try town.set(VerbTown.gastown) { $0.settings.landing = .local }
        try town.passGates()
        let request = try #require(try town.ask(MergeList(includeEnded: true, limit: 5)).requests.first)
        try town.land(request)
        #expect(try cv(queued.agent).work.map(\.outcome) == [.kept])
    }

    @Test("of a rig all its workers; an agent that nobody knows is an error, not an empty history")
    func whole() throws {
        let first = try town.claimed(try town.bead())
        let second = try town.claimed(try town.bead())
        let page = try town.ask(AgentHistory(rig: VerbTown.gastown))
        #expect(page.agents.map(\.agent) == [first.agent, second.agent].sorted() && page.isWhole)
        #expect(try town.ask(AgentHistory(rig: VerbTown.beads)).agents == [])
        let nobody = valid(AgentName.self, "nobody")
        #expect(
            refusal { _ = try town.ask(AgentHistory(agent: .polecat(VerbTown.gastown, nobody))) } == .notFound)
    }

    @Test("assignments from before endings were recorded are told from what they left")
    func older() throws {
        let old = try town.working(try town.bead())
        try town.done(old)
        try town.database.run("UPDATE assignments SET value = json_remove(value, '$.ended')")
        #expect(try cv(old.agent).work.map(\.outcome) == [.queued])
        let other = try town.working(try town.bead())
        try town.send(WorkUnsling(bead: other.bead, reason: "why not"))
        try town.database.run("UPDATE assignments SET value = json_remove(value, '$.ended')")
        #expect(try cv(other.agent).work.first?.outcome == .unknown)
    }

    @Test("thousands of assignments are one answer, with all of them in its totals")
    func many() throws {
        let first = try town.claimed(try town.bead())
        try town.database.run(
            """
            WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 5999)
            INSERT INTO assignments (number, bead, rig, agent, state, value)
                SELECT i, bead, rig, agent, 'retired',
                    json_set(value, '$.number', i, '$.state', 'retired', '$.ended',
                        json('{"at":"2027-01-15T08:00:10.000Z","how":"no-change"}'))
                FROM n, assignments WHERE number = \(first.number)
            """)
        let found = try cv(first.agent)
        #expect(found.work.count == 20 && found.totals.assignments == 5001)
        #expect(found.totals.counts == [.noChange: 5000, .working: 1])
    }

    @Test("taking back an assignment that somebody else has by now is refused, and takes nothing")
    func retiredTooLate() throws {
        let first = try town.working(try town.bead())
        try town.send(AssignmentReturn(number: first.number, reason: "gone"), as: .witness)
        try leave(first)
        town.now = town.now.advanced(by: .seconds(3600))
        let second = try town.claim(first.bead)
        #expect(
            refusal {
                try town.send(WorkUnsling(bead: first.bead, reason: "retired", assignment: first.number))
            } == .conflict)
        #expect(try town.assignment(second.number).state == .claimed)
        try town.send(WorkUnsling(bead: first.bead, reason: "retired", assignment: second.number))
        #expect(try town.assignment(second.number).state == .ended)
    }
}

import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("The merge queue in numbers, and its landings page by page")
struct QueueNumbersTests {
    let town: VerbTown
    let start: Timestamp

    init() throws {
        town = try VerbTown()
        start = town.now
    }

    private func wait(_ seconds: Int64) { town.now = town.now.advanced(by: .seconds(seconds)) }

    /// Handed in now, landed after so many seconds.
    @discardableResult
    private func landed(after seconds: Int64, head: Int) throws -> MergeRequest {
        let request = try town.submitted(try town.bead(), head: .test(head))
        try town.endAll()
        wait(seconds)
        try town.land(request, tip: .test(1000 + head))
        return try town.request(request.id)
    }

    private func judge(red: Bool) throws {
        let run = GateRun(
            target: "main", base: .test(1), tip: .test(5), tree: .test(6), requests: [],
            results: [GateResult(name: "test", exitCode: red ? 1 : 0, milliseconds: 3)],
            red: red ? GateRed(gate: "test", sentence: "failed", isLoud: false, excerpt: "", log: "log") : nil,
            judgedAt: town.now)
        try town.send(MergeJudged(rig: VerbTown.gastown, run: run, gates: []), as: .refinery)
    }

    private func numbers(_ rig: RigName? = nil, since: Timestamp) throws -> MergeNumbers {
        try town.ask(MergeStats(rig: rig, since: since))
    }

    @Test("landings, waits by nearest rank, runs and what came to nothing are counted")
    func counted() throws {
        for seconds in 1...20 { try landed(after: Int64(seconds), head: 10 + seconds) }
        for red in [false, true, false] { try judge(red: red) }
        let back = try town.submitted(try town.bead(), head: .test(90))
        try town.endAll()
        try town.send(MergeReturned(request: back.id, fault: .conflict, reason: "no"), as: .refinery)
        let closed = try town.submitted(try town.bead(), head: .test(91))
        try town.endAll()
        try town.send(BeadClose(id: closed.bead, reason: "not wanted"))
        _ = try town.submitted(try town.bead(), head: .test(92))
        wait(7)
        let found = try numbers(since: start)
        #expect(found.landings == 20)
        #expect(found.medianMilliseconds == 10_000 && found.p95Milliseconds == 19_000)
        #expect(found.gateRuns == 3 && found.redRuns == 1)
        #expect(found.returned.values.reduce(0, +) == 1 && found.withdrawn == 1 && found.rejected == 0)
        #expect(found.waiting == 1 && found.oldestWaitMilliseconds == 7000)
        #expect(found.since == start && found.until == town.now && found.logSince == start)
        #expect(try numbers(VerbTown.gastown, since: start) == found)
    }

    @Test("a landing that was dropped because the target moved is counted, and is no landing")
    func requeued() throws {
        let request = try town.submitted(try town.bead())
        try town.passGates()
        try town.send(MergeLanding(request: request.id, proof: .test(.test(9))), as: .refinery)
        try town.send(MergeRequeue(request: request.id, tip: .test(9), reason: "main moved"), as: .refinery)
        let found = try numbers(since: start)
        #expect(found.requeued == 1 && found.landings == 0 && found.waiting == 1)
        #expect(found.medianMilliseconds == nil)
    }

    @Test("what was before, and what is another rig's, is not counted")
    func bounds() throws {
        try landed(after: 1, head: 11)
        try judge(red: true)
        wait(60)
        let later = town.now
        try landed(after: 2, head: 12)
        let found = try numbers(since: later)
        #expect(found.landings == 1 && found.medianMilliseconds == 2000 && found.redRuns == 0)
        let others = try numbers(VerbTown.beads, since: start)
        #expect(others.landings == 0 && others.gateRuns == 0)
        #expect(refusal { _ = try numbers(RigName("nowhere"), since: start) } == .notFound)
    }

    @Test("where old events were cleared, it is said from when on the log is counted")
    func cleared() throws {
        try judge(red: false)
        wait(60)
        try judge(red: true)
        let last = town.now
        try town.database.run("DELETE FROM events WHERE at < ?", .int(last.milliseconds))
        let found = try numbers(since: start)
        #expect(found.logSince == last && found.gateRuns == 1)
    }

    @Test("landings come in pages, each once, and one by its id or its bead's")
    func pages() throws {
        let all = try (1...5).map { try landed(after: 1, head: 10 + $0).id }
        let open = try town.submitted(try town.bead(), head: .test(99))
        var found: [BeadID] = []
        var after: BeadID?
        repeat {
            let page = try town.ask(MergeLandings(after: after, limit: 2))
            #expect(page.requests.count <= 2)
            found += page.requests.map(\.id)
            after = page.next
        } while after != nil
        #expect(found == all.sorted())
        let first = try town.request(all[0])
        #expect(try town.ask(MergeLandings(about: first.id)).requests == [first])
        #expect(try town.ask(MergeLandings(about: first.bead)).requests == [first])
        #expect(try town.ask(MergeLandings(rig: VerbTown.beads)).requests.isEmpty)
        #expect(refusal { _ = try town.ask(MergeLandings(about: open.id)) } == .conflict)
        let nothing = valid(BeadID.self, "gt-nothing")
        #expect(refusal { _ = try town.ask(MergeLandings(about: nothing)) } == .notFound)
    }
}

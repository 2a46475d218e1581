import BeadsStoreCore
import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("Stacks and verdicts in the ledger")
struct StackVerbTests {
    let town: VerbTown
    let test = Gate(name: "test", command: "make test")

    init() throws {
        town = try VerbTown()
        let test = test
        try town.set(VerbTown.gastown) { $0.settings.gates = [test] }
    }

    /// Two in the queue.
    private func two() throws -> [MergeRequest] {
        let first = try town.submitted(try town.bead("one"))
        try town.endAll()
        return [first, try town.submitted(try town.bead("two"), head: .test(4))]
    }

    private func layers(_ requests: [MergeRequest]) -> [LandedLayer] {
        requests.enumerated().map { LandedLayer(request: $1.id, commit: .test(8 + $0)) }
    }

    private func landing(_ requests: [MergeRequest]) -> MergeLanding {
        var proof = LandingProof.test(.test(9))
        proof.commit = .test(8)
        return MergeLanding(request: requests[0].id, proof: proof, others: Array(layers(requests).dropFirst()))
    }

    private func judge(_ tree: Int, red: String? = nil, gates: [Gate]? = nil) throws {
        let run = GateRun(
            target: "main", base: .test(1), tip: .test(tree + 50), tree: .test(tree), requests: [],
            results: [GateResult(name: "test", exitCode: red == nil ? 0 : 1, milliseconds: 3)],
            red: red.map { GateRed(gate: $0, sentence: "failed", isLoud: false, excerpt: "", log: "log") },
            judgedAt: town.now)
        try town.send(MergeJudged(rig: VerbTown.gastown, run: run, gates: gates ?? [test]), as: .refinery)
    }

    private func kept() throws -> [CommitID: TreeVerdict] {
        let found = try town.database.rows("SELECT value FROM verdicts WHERE rig = 'gastown'") {
            (row) throws(SQLiteFailure) in row.text(0)
        }
        let verdicts = try found.map { try JSONText.decode(TreeVerdict.self, from: Array($0.utf8)) }
        return Dictionary(uniqueKeysWithValues: verdicts.map { ($0.tree, $0) })
    }

    @Test("what was tested together lands together: one intent, each bead closed by its own commit")
    func together() throws {
        let requests = try two()
        try judge(3)
        try town.send(landing(requests), as: .refinery)
        #expect(try town.count("SELECT count(*) FROM intents") == 1)
        #expect(try requests.map { try town.request($0.id).proof?.commit } == [.test(8), nil])
        try town.send(
            MergeLanded(
                request: requests[0].id, proof: landing(requests).proof, others: Array(layers(requests).dropFirst())),
            as: .refinery)
        #expect(try town.count("SELECT count(*) FROM intents") == 0)
        #expect(try requests.map { try town.request($0.id).state } == [.landed, .landed])
        #expect(
            try requests.map { try town.show($0.bead).closeReason }
                == ["landed as \(CommitID.test(8))", "landed as \(CommitID.test(9))"])
    }

    @Test("one that can't land keeps all of them back, and nothing is half done")
    func allOrNone() throws {
        let requests = try two()
        try judge(3)
        try town.send(BeadClose(id: requests[1].bead, reason: "not wanted"))
        #expect(refusal { try town.send(landing(requests), as: .refinery) } == .conflict)
        #expect(try town.request(requests[0].id).state == .queued)
        #expect(try town.count("SELECT count(*) FROM intents") == 0)
    }

    @Test("a dropped intent puts all of them back")
    func requeued() throws {
        let requests = try two()
        try judge(3)
        try town.send(landing(requests), as: .refinery)
        try town.send(
            MergeRequeue(request: requests[0].id, others: [requests[1].id], tip: .test(9), reason: "moved"),
            as: .refinery)
        #expect(try requests.map { try town.request($0.id).state } == [.queued, .queued])
        #expect(try requests.map { try town.request($0.id).proof } == [nil, nil])
        #expect(try town.count("SELECT count(*) FROM intents") == 0)
    }

    @Test("nothing lands that no run has passed, and a red run is none")
    func untested() throws {
        let requests = try two()
        #expect(refusal { try town.send(landing(requests), as: .refinery) } == .invalid)
        try judge(3, red: "test")
        #expect(refusal { try town.send(landing(requests), as: .refinery) } == .invalid)
        try judge(3)
        #expect(refusal { try town.send(landing(requests), as: .refinery) } == nil)
    }

    @Test("a verdict is kept by its tree, with all that was said of it")
    func verdicts() throws {
        try judge(3, red: "test")
        try judge(3, red: "test")
        try judge(4)
        let verdicts = try kept()
        #expect(verdicts[.test(3)]?.reds == ["test": 2] && verdicts[.test(3)]?.isGreen == false)
        #expect(verdicts[.test(4)]?.isGreen == true)
        #expect(town.events.suffix(3).map(\.kind) == [.gatesFailed, .gatesFailed, .gatesPassed])
    }

    @Test("red, then green on the same content is a flake: said by its name, counted for thirty days")
    func flakes() throws {
        try judge(3, red: "test")
        try judge(3)
        try judge(4, red: "test")
        try judge(4, red: "test")
        try judge(4)
        let said = town.events.filter { $0.kind == .gateFlaked }
        #expect(said.map(\.subject) == ["test", "test"])
        #expect(said.last?.data.note?.contains("3 times in 30 days, in 5 runs") == true)
        #expect(try town.count("SELECT sum(flakes) FROM gate_days WHERE gate = 'test'") == 3)
    }

    @Test("what other gates than the rig has now have said proves nothing")
    func otherGates() throws {
        try judge(3, gates: [Gate(name: "test", command: "true")])
        #expect(try kept().isEmpty)
        #expect(refusal { try town.send(landing(try two()), as: .refinery) } == .invalid)
    }

    @Test("who waits for others is queued with the reason; said twice, it is told once")
    func waits() throws {
        let requests = try two()
        try town.send(
            MergeTesting(request: requests[1].id, base: .test(1), tip: .test(9), run: "r"), as: .refinery)
        let waits = MergeWaits(request: requests[1].id, on: [requests[0].id], reason: "waits for the other")
        try town.send(waits, as: .refinery)
        let count = town.events.count
        try town.send(waits, as: .refinery)
        #expect(town.events.count == count && town.events.last?.kind == .requestWaits)
        #expect(try town.request(requests[1].id).state == .queued)
        #expect(try town.request(requests[1].id).reason == "waits for the other")
        try judge(3)
        try town.send(landing([requests[1], requests[0]]), as: .refinery)
        #expect(try town.request(requests[1].id).reason == nil)
        #expect(refusal { try town.send(waits, as: .refinery) } == .conflict)
    }

    @Test("only the rig's Refinery says what its gates found")
    func others() throws {
        let proof = LandingProof.test(.test(9))
        let judged = MergeJudged(
            green: proof,
            of: Rig(name: VerbTown.gastown, prefix: "gt", remote: nil, settings: RigSettings(), addedAt: town.now))
        for speaker in [Speaker.overseer, .mayor, .witness] {
            #expect(refusal { try town.send(judged, as: speaker) } == .forbidden)
        }
    }
}

import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

/// Requests in the merge queue of a `TestTown`, as a worker and a Refinery put them there, and logs of gates beside them.
struct TestQueue {
    let town: TestTown
    let rig: RigName

    init(_ town: TestTown) throws {
        self.town = town
        rig = try #require(RigName("gastown"))
    }

    static func commit(_ number: Int) throws -> CommitID {
        let digits = String(number, radix: 16)
        return try #require(CommitID(String(repeating: "0", count: 40 - digits.count) + digits))
    }

    /// Handed in; the number is that of the attempt in the town, from 1.
    func submitted(_ title: String, attempt number: Int64) throws -> MergeRequest {
        let witness = RoleName.witness(rig)
        return try town.with { ledger in
            let id = try ledger.send(BeadCreate(rig: rig, title: title)).bead.id
            try ledger.send(WorkSling(beads: [id], noConvoy: true))
            try ledger.send(DispatchClaim(bead: id, attempt: 1), as: witness)
            let assignment = try #require(try Self.last(.assignmentClaimed, ledger).data.assignment)
            #expect(assignment.number == number)
            let key = "secret \(number)"
            try ledger.send(
                AssignmentPrepared(number: number, base: Self.commit(1), key: key), as: witness)
            try ledger.send(
                SessionStarted(
                    incarnation: assignment.incarnation,
                    shim: ProcessIdentity(host: "here", bootID: "boot", pid: 4711, startTicks: UInt64(number))),
                as: witness)
            try ledger.send(SessionAlive(incarnation: assignment.incarnation), sessionKey: key)
            try ledger.send(
                WorkDone(
                    assignment: number, status: .completed, head: Self.commit(10 + Int(number)), base: Self.commit(1),
                    message: "m"), sessionKey: key)
            return try #require(try Self.last(.requestSubmitted, ledger).data.request)
        }
    }

    private static func last(_ kind: EventKind, _ ledger: MemoryLedger) throws -> TownEvent {
        try CloudEvent.decode(try #require(ledger.published.last { $0.kind == kind }).bytes)
    }

    /// A run of the gates begins on it; gives the run's name.
    func test(_ request: MergeRequest, _ number: Int = 1) throws -> String {
        let run = "\(request.id)-abc-x-\(number)"
        _ = try town.with {
            try $0.send(
                MergeTesting(
                    request: request.id, base: Self.commit(1), tip: Self.commit(50 + number), run: run,
                    logs: GateLogFile.pattern(run: run)), as: .refinery(rig), id: "testing/\(run)")
        }
        return run
    }

    /// What a Refinery tells of a run's end.
    func judge(_ run: String, red gate: String? = nil) throws {
        let found = GateRun(
            target: "main", base: try Self.commit(1), tip: try Self.commit(50), tree: try Self.commit(60), requests: [],
            results: [GateResult(name: "test", exitCode: gate == nil ? 0 : 1, milliseconds: 3)],
            red: gate.map { GateRed(gate: $0, sentence: "failed", isLoud: false, excerpt: "", log: "log") },
            judgedAt: MemoryLedger.start)
        _ = try town.with {
            try $0.send(MergeJudged(rig: rig, run: found, gates: []), as: .refinery(rig), id: "judged/\(run)")
        }
    }

    func write(_ text: String, run: String, gate: String, _ number: Int) throws {
        let path = "\(town.root)/\(GateLogFile(run: run, number: number, gate: gate).path)"
        try Files.makeDirectory(Files.parent(of: path))
        try Files.writeAtomically(text, to: path)
    }
}

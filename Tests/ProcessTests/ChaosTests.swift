import Bus
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// kill -9 and SIGSTOP of the store, of clients and of subscribers, at random: what was tried and acknowledged is held
/// against the log. The long version: `GT_CHAOS_SECONDS=600`; `GT_SEED=n` repeats the schedule.
@Suite(.serialized) struct ChaosTests {
    private static let seconds = HostEnvironment.value("GT_CHAOS_SECONDS").flatMap(Int64.init) ?? 10
    private static let seed = HostEnvironment.value("GT_SEED").flatMap(UInt64.init) ?? 7
    /// So many kills must come between a command's sending and its answer, else the run does not count.
    private static let hitsMin = 10

    @Test(
        "chaos: everything acknowledged is in the log, once, where it was said to be; nothing else is; all have heard all",
        .timeLimit(.minutes(30)))
    func chaos() async throws {
        try await ProcessTown.with { town in
            var made = try await LoneStore.make("t", in: town)
            made.lifeMax = .seconds(Self.seconds + 240)
            let store = made
            let chaos = try Chaos(store, seed: Self.seed, length: .seconds(Self.seconds))
            try await chaos.run { outcome, bus in
                let log = try await StoreLog(over: bus)
                print(
                    "chaos (GT_SEED=\(Self.seed)): \(chaos.ledger.attempted) commands, "
                        + "\(chaos.ledger.acknowledged) acknowledged, \(log.head) events; \(outcome)")
                #expect(outcome.counts(hitsMin: Self.hitsMin), "the run does not count: \(outcome)")
                let audit = AttemptAudit(try chaos.ledger.read(), log: try log.events())
                #expect(audit.faults.isEmpty, "GT_SEED=\(Self.seed): \(audit.faults.prefix(5))")
                #expect(chaos.ledger.acknowledged == chaos.ledger.attempted, "every producer came home")
                for subscriber in chaos.subscribers {
                    try await subscriber.finish(at: log.head)
                    let seen = try Files.read(subscriber.events, bytesMax: .max)
                    let difference = log.difference(from: seen)
                    #expect(difference == nil, "GT_SEED=\(Self.seed): \(subscriber.name)")
                    let said = try Files.readText(subscriber.remarks)
                    #expect(!said.contains("gone"), "\(subscriber.name): \(said)")
                }
                let spool = Spool(store.layout)
                #expect(try spool.names().isEmpty && spool.refused().isEmpty)
                let facts = try await bus.query(
                    BackupVerify(path: store.layout.ledger), id: CommandID(composed: "verify"),
                    headers: RequestHeaders(actor: .overseer, key: LoneStore.key), within: .seconds(30)
                ).reply
                #expect(facts.sequence == log.head)
            }
        }
    }

    @Test("the audit notices what is lost, done twice, made up, misplaced, out of order, missing or refused")
    func audit() throws {
        func event(_ sequence: Int64, _ cause: String) throws -> TownEvent {
            let bead = BeadChange(id: try #require(BeadID("hq-a")), title: "", type: .task, version: 1, fields: [:])
            return TownEvent(
                sequence: sequence, previous: sequence - 1, epoch: 1, stream: .town, kind: .beadCreated,
                subject: "hq-a", time: .now, actor: .overseer, cause: cause, data: EventData(bead: bead))
        }
        func faults(_ tried: [(String, Int64?)], _ log: [TownEvent]) -> [String] {
            AttemptAudit(tried.map { AttemptLedger.Attempt(id: $0, sequence: $1) }, log: log).faults
        }
        let log = [try event(1, "a/1"), try event(2, "a/2")]
        #expect(faults([("a/1", 1), ("a/2", 0), ("a/3", nil)], log).isEmpty)
        #expect(faults([("a/1", 1), ("a/2", nil), ("a/3", 3)], log) == ["a/3 was acknowledged and is lost"])
        #expect(faults([("a/1", 1)], log) == ["nobody tried a/2, event 2"])
        #expect(faults([("a/1", 2), ("a/2", 2)], log) == ["a/1 was acknowledged as event 2 and is event 1"])
        #expect(faults([("a/2", 2), ("a/1", 1)], log) == ["a was not carried out in its order"])
        let twice = log + [try event(3, "a/1")]
        #expect(faults([("a/1", 1), ("a/2", 2)], twice) == ["a/1 was carried out 2 times: [1, 3]"])
        var lost = log
        lost[1].previous = 0
        #expect(faults([("a/1", 1), ("a/2", 2)], lost) == ["event 2 follows 0 in town"])
        var refused = try event(3, "b/1")
        refused.kind = .commandRefused
        refused.data = EventData(note: "conflict")
        #expect(faults([("a/1", 1), ("a/2", 2)], log + [refused]) == ["event 3: command.refused conflict"])
        refused.cause = "a/3"
        refused.data = EventData(note: "bead.update: expired: the deadline passed: nothing was done")
        let late = log + [refused, try event(4, "a/3")]
        #expect(faults([("a/1", 1), ("a/2", 2), ("a/3", 4)], late).isEmpty, "too late, and done when said again")
        #expect(
            faults([("a/1", 1), ("a/2", 2), ("a/3", 3)], log + [refused]) == ["a/3 was acknowledged and is lost"],
            "what was only refused is not done")
        let hole = [try event(1, "a/1"), try event(3, "a/2")]
        #expect(faults([("a/1", 1), ("a/2", 3)], hole) == ["event 3 stands at place 2 of the log"])
    }
}

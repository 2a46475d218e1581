import Host
import Testing
import TownModel
import ZeroMQBus

/// kill -9 of the store at its syncs and writes, by the kernel's count: `GT_KILL_POINTS=200` for the long version,
/// `GT_SEED=n` for one town of six.
@Suite(.serialized) struct SyncKillTests {
    static let towns: [SyncSchedule] = {
        if let seed = HostEnvironment.value("GT_SEED").flatMap({ UInt64($0) }) {
            return SyncSchedule.towns(kills: SyncSchedule.pointsMax, firstSeed: seed)
        }
        let kills = HostEnvironment.value("GT_KILL_POINTS").flatMap { Int($0) } ?? 30
        return SyncSchedule.towns(kills: max(kills, 1), firstSeed: 1)
    }()

    @Test(
        "problem 34: killed at any sync or write, the store opens again with everything acknowledged, once, and sound",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(5)),
        arguments: towns)
    func kills(schedule: SyncSchedule) async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let sent = SentCommands()
            var underLoad = 0
            for (place, point) in schedule.points.enumerated() {
                let (known, acknowledged) = (sent.entries.count, sent.acknowledged)
                let seen = try await kill(store, at: point, BeadLoad(sent: sent, name: "p\(place)"))
                // Harder than a kill: what was not synced is gone as well.
                if point.moment == .commit { try PowerLoss.cut(store.layout, by: seen) }
                let (open, done) = (sent.entries.count - sent.acknowledged, sent.acknowledged - acknowledged)
                if done > 0, open > 0 { underLoad += 1 }
                let isLast = place + 1 == schedule.points.count
                let audit = try await store.serve {
                    // The last one asks for everything that this ledger was ever sent.
                    var audit = StoreAudit(store, sent, sentAgain: isLast ? 0 : known)
                    try await audit.run()
                    return audit
                }
                #expect(
                    audit.faults.isEmpty && sent.refusals.isEmpty,
                    "\(schedule), killed at \(point): \(audit.faults.prefix(3)), \(sent.refusals.prefix(3))")
                print(
                    "killed at \(point): \(done) acknowledged, \(open) open, "
                        + "first answer after \(audit.opened.milliseconds) ms (\(schedule))")
            }
            #expect(underLoad >= schedule.points.count / 3, "too few kills came while commands were under way")
        }
    }

    @Test(
        "what a killed commit left in the log is synced before anything is answered",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(2)))
    func opening() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let sent = SentCommands()
            try await kill(
                store, at: SyncPoint(moment: .commit, call: .fdatasync, number: 10), BeadLoad(sent: sent, name: "p"))
            let record = "\(town.home)/strace"
            let watch = SyncPoint.watch([.fsync, .fdatasync], on: "\(store.layout.ledger)-wal", record: record)
            let end = try await store.run(strace: watch) { _ = try await StoreAudit.firstAnswer(of: store) }
            #expect(end == nil)
            let syncs = try StraceRecord(record).lines.filter { $0.hasSuffix("= 0") }
            #expect(!syncs.isEmpty, "a command is answered as done that a power loss would undo")
        }
    }

    /// Does not return before the store was killed at that very point. Gives what was seen of it.
    @discardableResult
    private func kill(_ store: LoneStore, at point: SyncPoint, _ load: BeadLoad) async throws -> StraceRecord {
        let record = "\(store.town.home)/strace"
        let bus = try store.connect()
        let end = try await store.run(strace: point.words(.kill, of: store.layout, record: record)) {
            switch point.moment {
            case .checkpoint where point.call == .fdatasync: try await load.runWithRests(over: bus)
            case .copy: await load.run(over: bus, makesCopies: true)
            case .founding, .opening, .commit, .checkpoint: await load.run(over: bus)
            }
        }
        await bus.close()
        let result = try #require(end, "the load was over before \(point)")
        try #require(result.ending == .signaled(9), "\(point) was not reached: \(result.errorTail)")
        let calls = try StraceRecord(record)
        try #require(!calls.unfinished(point.call).isEmpty, "killed elsewhere than at \(point)")
        return calls
    }
}

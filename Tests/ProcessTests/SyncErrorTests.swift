import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// Syncs and writes of the store that fail, by the kernel's word.
@Suite(.serialized) struct SyncErrorTests {
    @Test(
        "a failed sync ends the store unanswered; started again it has everything acknowledged",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(3)),
        arguments: [
            // 2 and 6 are of the directory: SQLite does not look at their outcome.
            SyncPoint(moment: .founding, call: .fdatasync, number: 1),
            SyncPoint(moment: .founding, call: .fdatasync, number: 4),
            SyncPoint(moment: .founding, call: .fdatasync, number: 7),
            SyncPoint(moment: .founding, call: .fsync, number: 1),
            SyncPoint(moment: .commit, call: .fdatasync, number: 15),
            SyncPoint(moment: .checkpoint, call: .fdatasync, number: 1),
        ])
    func failedSync(point: SyncPoint) async throws {
        try await hit(point, .inputOutputError) { end, refusals in
            try expectEnded(end)
            #expect(refusals.isEmpty)
        }
    }

    @Test(
        "a failed write ends the store, a full disk under its work only refuses; nothing acknowledged is lost",
        .enabled(if: StraceRecord.isPossible, "strace is missing or may not trace"), .timeLimit(.minutes(3)),
        arguments: [
            SyncPoint(moment: .founding, call: .pwrite64, number: 3),
            SyncPoint(moment: .founding, call: .pwrite64, number: 60),
            SyncPoint(moment: .opening, call: .pwrite64, number: 3),
            SyncPoint(moment: .commit, call: .pwrite64, number: 150),
            SyncPoint(moment: .checkpoint, call: .pwrite64, number: 20),
        ], [SyncPoint.Blow.inputOutputError, .diskFull])
    func failedWrite(point: SyncPoint, blow: SyncPoint.Blow) async throws {
        let isWork = point.moment == .commit || point.moment == .checkpoint
        try await hit(point, blow) { end, refusals in
            if blow == .diskFull, isWork {
                #expect(end == nil, "\(end?.errorTail ?? "")")
                #expect(refusals.allSatisfy { $0.code == .busy && $0.message.contains("is full: nothing was done") })
                #expect(refusals.isEmpty == (point.moment == .checkpoint), "a checkpoint's callers have their answers")
            } else {
                try expectEnded(end)
                #expect(refusals.isEmpty)
            }
        }
    }

    /// With a status with which a supervisor starts it again.
    private func expectEnded(_ end: CommandResult?) throws {
        let end = try #require(end, "the store went on")
        #expect(end.ending == .exited(70) && end.errorTail.contains("check the disk"), "\(end.errorTail)")
    }

    private func hit(
        _ point: SyncPoint, _ blow: SyncPoint.Blow, expect: @Sendable (CommandResult?, [WireError]) throws -> Void
    ) async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let sent = SentCommands()
            if point.moment != .founding { try await audit(store, sent) }
            let record = "\(town.home)/strace"
            let bus = try store.connect()
            let load = BeadLoad(sent: sent, name: "hit")
            let end = try await store.run(strace: point.words(blow, of: store.layout, record: record)) {
                if point.moment == .checkpoint, point.call == .fdatasync {
                    try await load.runWithRests(over: bus)
                } else {
                    await load.run(over: bus, laneCommandsMax: 40)
                }
            }
            await bus.close()
            #expect(try StraceRecord(record).injected > 0, "\(point) was not reached")
            try expect(end, sent.refusals)
            try await audit(store, sent)
            print(
                "\(blow.rawValue) at \(point): \(sent.refusals.count) refused, "
                    + (end.map { "ended with \($0.ending.status)" } ?? "went on"))
        }
    }

    private func audit(_ store: LoneStore, _ sent: SentCommands) async throws {
        let faults = try await store.serve {
            var audit = StoreAudit(store, sent)
            try await audit.run()
            return audit.faults
        }
        #expect(faults.isEmpty, "\(faults.prefix(3))")
    }
}

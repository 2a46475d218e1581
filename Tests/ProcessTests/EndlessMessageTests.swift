import Dispatch
import Host
import Testing
import TownModel
import Wire
import ZeroMQBus

/// A message that never ends: libzmq keeps all of it and knows no bound.
@Suite struct EndlessMessageTests {
    @Test(
        "a message without end costs its sender the store's patience, and nobody what was answered",
        .timeLimit(.minutes(2)))
    func endless() async throws {
        try await ProcessTown.with { town in
            var store = try await LoneStore.make("t", in: town)
            store.environment["GT_STORE_MEMORY_MEBIBYTES"] = "200"
            let (running, answered) = (store, AsyncStream.makeStream(of: Int.self))
            let end = try #require(
                await running.run {
                    _ = try await running.gt("bead create before --rig hq")
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await Self.speakWithoutEnd(to: running) }
                        group.addTask {
                            // Served while it grows, until the store leaves.
                            for number in 1... {
                                guard try await Self.isAnswered(running, "during-\(number)") else { return }
                                answered.continuation.yield(number)
                            }
                        }
                        try await group.waitForAll()
                    }
                    answered.continuation.finish()
                    await LoneStore.untilEnded()
                })
            #expect(end.ending == .exited(70), "\(end.ending)")
            #expect(end.errorTail.contains("a message without end"), "\(end.errorTail)")
            answered.continuation.finish()
            let served = await answered.stream.reduce(into: 0) { $0 = $1 }
            #expect(served > 0)
            let count = try await running.serve { try await running.gt("bead list --limit 500 --json") }
            for number in 1...served { #expect(count.contains("\"during-\(number)\"")) }
            #expect(count.contains("\"before\""))
        }
    }

    /// Until the other end has gone: 64 KiB a part, each saying that more will come.
    private static func speakWithoutEnd(to store: LoneStore) async throws {
        let peer = try StrangePeer("\(store.layout.sockets)/store.req")
        #expect(await peer.greet())
        let part = Zmtp.head(1 << 16, isLast: false) + [UInt8](repeating: 0x20, count: 1 << 16)
        await withCheckedContinuation { done in
            DispatchQueue(label: "endless").async {
                while peer.send(part) {}
                done.resume()
            }
        }
    }

    private static func isAnswered(_ store: LoneStore, _ title: String) async throws -> Bool {
        let result = try await store.result(of: "gt bead create \(title) --rig hq --json")
        return result.ending.isSuccess
    }
}

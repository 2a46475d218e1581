import Bus
import Host
import Synchronization
import Testing
import TownModel
import Wire
import ZeroMQBus

/// More connections than the kernel allows descriptors: libzmq would end the process (row 15 of the matrix).
@Suite(.serialized) struct CrowdTests {
    @Test("a store that runs out of descriptors lets nobody more in, serves those inside, and opens again")
    func crowd() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let bus = try store.connect()
            let end = try await store.run(after: ["prlimit", "--nofile=8192:8192"]) {
                _ = try await ask(bus)
                let crowd = Crowd()
                let path = String(store.layout.requestEndpoint.dropFirst("ipc://".count))
                crowd.press(path, 12_000)
                #expect(crowd.turnedAway > 0, "\(crowd.inside) came in")
                // Inside before the crowd: still served.
                for _ in 0..<10 { _ = try await ask(bus) }
                crowd.leave()
                // Outside: comes in when there is room again.
                let late = try store.connect()
                #expect(try await ask(late).overseerUnread > 0, "nobody was told")
                await late.close()
            }
            await bus.close()
            #expect(end == nil, "the store ended: \(end?.errorTail ?? "")")
        }
    }

    private func ask(_ bus: any MessageBus) async throws -> TownStatusReply {
        try await bus.query(TownStatus(), id: FreshID.command(), within: .seconds(30)).reply
    }
}

/// Connections that say nothing.
private final class Crowd: Sendable {
    private let peers = Mutex<[StrangePeer]>([])
    private let away = Mutex(0)

    var inside: Int { peers.withLock { $0.count } }
    var turnedAway: Int { away.withLock { $0 } }

    func press(_ path: String, _ count: Int) {
        for _ in 0..<count {
            do {
                let peer = try StrangePeer(path)
                peers.withLock { $0.append(peer) }
            } catch {
                away.withLock { $0 += 1 }
            }
        }
    }

    func leave() { peers.withLock { $0 = [] } }
}

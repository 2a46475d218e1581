import Bus
import Dispatch
import Glibc
import Host
import Synchronization
import Testing
import TownModel
import Wire
import ZeroMQBus

/// A store that dies under thousands of clients, and comes back to all of them at once.
@Suite(.serialized) struct ReconnectTests {
    private static let clients = 2_000
    /// Of one core, in percent: what a store may use that has nothing to do but to hold its connections.
    private static let idlePercentMax = 40

    @Test(
        "row 14: 2,000 clients come back at once after a kill -9: all are served, and the store rests",
        .timeLimit(.minutes(3)))
    func herd() async throws {
        try await ProcessTown.with { town in
            let store = try await LoneStore.make("t", in: town)
            let herd = HerdThread(Self.clients, endpoint: store.layout.requestEndpoint)
            let first = try await store.serve {
                _ = try await StoreAudit.firstAnswer(of: store)
                #expect(await herd.ask(1) == 0, "clients were not served the first time")
                return try #require(store.process)
            }
            // `serve` has killed it: all connections break at once.
            #expect(!Processes.isAlive(first))
            let (busy, idle) = try await store.serve {
                _ = try await StoreAudit.firstAnswer(of: store)
                let process = try #require(store.process)
                #expect(process != first)
                #expect(await herd.ask(2) == 0, "clients were not served after the kill")
                let busy = try Self.ticks(of: process)
                return (busy, try await Self.idlePercent(of: process, store))
            }
            #expect(busy > 0)
            #expect(idle < Self.idlePercentMax, "\(idle) % of a core, with nothing to do")
            await herd.end()
        }
    }

    /// What the process used between two heads of the feed, of the time between them.
    private static func idlePercent(of process: ProcessIdentity, _ store: LoneStore) async throws -> Int {
        let bus = try store.connect()
        // Something happens, so that heads come every second for a while.
        _ = try await bus.command(
            BeadCreate(title: "one"), id: CommandID(composed: "one"),
            headers: RequestHeaders(actor: .overseer, key: LoneStore.key), within: .seconds(30))
        var heads = try await bus.listen(to: FeedFilter()).makeAsyncIterator()
        func head() async throws {
            while let word = await heads.next() { if case .head = word { return } }
        }
        try await head()
        let (start, ticks) = (ContinuousClock.now, try ticks(of: process))
        for _ in 0..<3 { try await head() }
        let wall = start.duration(to: .now).milliseconds
        let used = (try Self.ticks(of: process) - ticks) * 1000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
        await bus.close()
        return Int(used * 100 / max(wall, 1))
    }

    /// User and system time, in ticks of the clock.
    private static func ticks(of process: ProcessIdentity) throws -> Int64 {
        let text = try Files.readText("/proc/\(process.pid)/stat")
        // The name before may have blanks and brackets in it.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return try #require(Int64(fields[12])) + #require(Int64(fields[13]))
    }
}

/// The herd on a thread of its own: it blocks.
private final class HerdThread: Sendable {
    private let queue = DispatchQueue(label: "gastown.herd")
    private let herd = Mutex<DealerHerd?>(nil)
    private let count: Int
    private let endpoint: String

    init(_ count: Int, endpoint: String) {
        self.count = count
        self.endpoint = endpoint
    }

    /// How many had no answer.
    func ask(_ round: Int) async -> Int {
        await withCheckedContinuation { done in
            queue.async { [self] in
                let missing = herd.withLock { herd -> Int in
                    do {
                        if herd == nil { herd = try DealerHerd(count, endpoint: endpoint) }
                        return herd?.ask(round) ?? count
                    } catch {
                        Issue.record("the herd can't be made: \(error)")
                        return count
                    }
                }
                done.resume(returning: missing)
            }
        }
    }

    func end() async {
        await withCheckedContinuation { done in
            queue.async { [self] in
                herd.withLock { $0 = nil }
                done.resume()
            }
        }
    }
}

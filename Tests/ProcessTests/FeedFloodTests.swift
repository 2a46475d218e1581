import Host
import Testing
import TownModel

/// The feed without holes, from process to process, under everything that subscribers go through.
@Suite(.serialized) struct FeedFloodTests {
    private static func setting(_ name: String, _ usual: Int) -> Int {
        HostEnvironment.value(name).flatMap { Int($0) }.map { max($0, 1) } ?? usual
    }

    /// The long version: GT_FEED_EVENTS=200000 GT_FEED_SUBSCRIBERS=50.
    private static let events = setting("GT_FEED_EVENTS", 20_000)
    private static let subscribers = setting("GT_FEED_SUBSCRIBERS", 10)
    private static let seed = HostEnvironment.value("GT_SEED").flatMap { UInt64($0) } ?? 13

    /// What a flood may leave in the store's memory: the page cache, and what libzmq keeps for each subscriber that stands
    /// still (its mark of ten thousand messages).
    private static let memoryMax = (64 << 10) + subscribers * 10_000 + (64 << 10)

    @Test(
        "a flood to subscribers that are killed, stopped, started again, and to a slow pipe: each gets the log, byte by byte",
        .timeLimit(.minutes(60)))
    func flood() async throws {
        try await ProcessTown.with { town in
            var made = try await LoneStore.make("t", in: town)
            // The long version takes its time on two cores.
            made.lifeMax = .seconds(3_000)
            let store = made
            let flood = try FeedFloodTests.make(store)
            let outcome = try await store.serve {
                _ = try await StoreAudit.firstAnswer(of: store)
                return try await flood.run()
            }
            #expect(outcome.log.head > Int64(Self.events) && outcome.kills > 0)
            for subscriber in flood.subscribers {
                let seen = try Files.read(subscriber.events, bytesMax: .max)
                let difference = outcome.log.difference(from: seen)
                #expect(difference == nil, "\(subscriber.name)")
            }
            for remarks in flood.subscribers.map(\.remarks) + [flood.slow.remarks] where Files.exists(remarks) {
                let said = try Files.readText(remarks)
                #expect(!said.contains("gone"), "\(remarks): \(said)")
            }
            #expect(outcome.after < outcome.before + Self.memoryMax, "KiB: \(outcome.before), then \(outcome.after)")
        }
    }

    private static func make(_ store: LoneStore) throws -> FeedFlood {
        try FeedFlood(store, subscribers: subscribers, events: events, seed: seed)
    }
}

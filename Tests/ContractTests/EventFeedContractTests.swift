import Bus
import Testing
import TownModel
import TownTesting
import Wire

@Suite("Every bus: the feed without holes", .timeLimit(.minutes(1)))
struct EventFeedContractTests {
    @Test(
        "A store killed again and again under a reader: the log arrives in order, once each",
        arguments: BusKind.allCases)
    func restarts(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = LogStore(pageRows: 7)
        let client = try rig.makeClient()
        var reader = FeedReader(EventFeed(bus: client, after: 0))
        for round in Int64(1)...3 {
            store.append()
            try store.open(rig.makeEndpoint())
            for _ in 0..<20 { store.append() }
            store.append(isPublished: false)
            store.publishHead()
            try await reader.read(to: round * 22)
            store.close()
        }
        #expect(reader.sequences == Array(1...66))
        #expect(reader.words.contains(.away))
        #expect(reader.words.contains(.back))
        await client.close()
    }

    /// Far more than the reader's buffer holds: the rest is lost, and nothing comes after it that would show the gap,
    /// but the head.
    @Test("A burst over the reader's mark, then silence: the head shows what is missing", arguments: BusKind.allCases)
    func burst(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = LogStore()
        let client = try rig.makeLimitedClient(50)
        let count: Int64 = 3_000
        try store.open(rig.makeEndpoint())
        var reader = FeedReader(EventFeed(bus: client, streams: [.town], after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        for _ in 0..<count { store.append() }
        try await reader.read(to: 50)
        // The reader has had what fitted; from here on only the head can tell. It comes again and again.
        while (reader.sequences.last ?? 0) < count {
            store.publishHead()
            _ = try await reader.next()
        }
        #expect(reader.sequences == Array(1...count))
        store.close()
        await client.close()
    }
}

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

    @Test("What the log no longer has is told with its bounds, and the rest follows", arguments: BusKind.allCases)
    func gap(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = LogStore(pageRows: 7)
        let client = try rig.makeClient()
        try store.open(rig.makeEndpoint())
        for _ in 0..<30 { store.append() }
        store.forget(before: 21)
        for (resume, resumes) in [(FeedResume.oldest, Int64(20)), (.snapshot, 30)] {
            var reader = FeedReader(EventFeed(bus: client, after: 5, resume: resume))
            #expect(try await reader.next() == .gone(FeedGap(after: 5, resumes: resumes, oldest: 21)))
            try await reader.read(until: .caughtUp(sequence: store.sequence))
            #expect(reader.sequences == Array((resumes + 1)..<(store.sequence + 1)))
        }
        store.close()
        await client.close()
    }

    @Test("A ledger that is restored under a reader: told once, and the new epoch follows", arguments: BusKind.allCases)
    func restored(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = LogStore()
        let client = try rig.makeClient()
        store.append()
        try store.open(rig.makeEndpoint())
        var reader = FeedReader(EventFeed(bus: client, after: 0))
        try await reader.read(until: .caughtUp(sequence: 1))
        store.close()
        store.restore()
        store.append()
        try store.open(rig.makeEndpoint())
        try await reader.read(until: .gone(FeedGap(after: 1, resumes: 1_000_002, oldest: 1_000_002)))
        store.append()
        try await reader.read(to: 1_000_003)
        #expect(reader.sequences == [1, 1_000_003])
        #expect(reader.words.count { if case .gone = $0 { true } else { false } } == 1)
        store.close()
        await client.close()
    }

    @Test(
        "Two of three streams, with losses on the way: each event of theirs, once, in order",
        arguments: BusKind.allCases)
    func someStreams(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = LogStore(pageRows: 7)
        let client = try rig.makeLimitedClient(20)
        try store.open(rig.makeEndpoint())
        let names = try ["rig-a", "rig-b", "rig-c"].map { StreamName.rig(try #require(RigName($0))) }
        var reader = FeedReader(EventFeed(bus: client, streams: Array(names.prefix(2)), after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        for turn in 0..<90 { store.append(in: names[turn % 3], isPublished: turn % 7 != 0) }
        store.publishHead()
        // A head that came while the buffer was full is lost with the rest: there is another one a moment later.
        while (reader.sequences.last ?? 0) < 89 {
            store.publishHead()
            _ = try await reader.next()
        }
        #expect(reader.sequences == (Int64(1)...90).filter { $0 % 3 != 0 })
        store.close()
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

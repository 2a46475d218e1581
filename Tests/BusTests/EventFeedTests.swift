import Bus
import Testing
import TownModel
import TownTesting
import Wire

@Suite("The feed without holes", .timeLimit(.minutes(1)))
struct EventFeedTests {
    private let bus = InMemoryBus()
    private let store = LogStore(pageRows: 3)
    private let rigs: [StreamName]

    init() throws {
        rigs = try ["rig-a", "rig-b"].map { .rig(try #require(RigName($0))) }
        try store.open(bus.endpoint())
    }

    @Test("reads the past in pages, says that it has caught up, goes on live")
    func pastThenLive() async throws {
        for _ in 0..<10 { store.append() }
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 2))
        try await reader.read(until: .caughtUp(sequence: 10))
        #expect(reader.sequences == Array(3...10))
        for _ in 0..<5 { store.append() }
        try await reader.read(to: 15)
        #expect(reader.sequences == Array(3...15))
        // The five came live: the four pages before them were the last.
        #expect(store.pages == 3)
    }

    @Test("from now on: what was before is not told")
    func fromNow() async throws {
        for _ in 0..<10 { store.append() }
        var reader = FeedReader(EventFeed(bus: bus.client(), after: nil))
        try await reader.read(until: .caughtUp(sequence: 10))
        store.append()
        try await reader.read(to: 11)
        #expect(reader.sequences == [11])
    }

    @Test("an event that was lost on the way is fetched, by the gap that the next one shows")
    func gap() async throws {
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        store.append()
        store.append(isPublished: false)
        store.append()
        try await reader.read(to: 3)
        #expect(reader.sequences == [1, 2, 3])
    }

    @Test("the loss of the last event is noticed by the head")
    func lastOne() async throws {
        var reader = FeedReader(EventFeed(bus: bus.client(), streams: [.town], after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        store.append(isPublished: false)
        store.publishHead()
        try await reader.read(to: 1)
        #expect(reader.sequences == [1])
    }

    @Test("one stream, several, all: each gets its own, whole and in order", arguments: [1, 2, 0])
    func streams(count: Int) async throws {
        let streams = Array(rigs.prefix(count))
        var reader = FeedReader(EventFeed(bus: bus.client(), streams: streams, after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        for turn in 0..<30 {
            let stream = turn % 3 == 2 ? .town : rigs[turn % 3]
            store.append(in: stream, isPublished: turn % 5 != 0)
        }
        store.publishHead()
        let expected = (Int64(1)...30).filter { count == 0 || ($0 - 1) % 3 < Int64(count) }
        try await reader.read(to: try #require(expected.last))
        #expect(reader.sequences == expected)
    }

    @Test("a slow reader overflows its buffer and still misses nothing")
    func overflow() async throws {
        var reader = FeedReader(EventFeed(bus: bus.client(listenerItemsMax: 5), after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        for _ in 0..<100 { store.append() }
        try await reader.read(to: 5)
        store.publishHead()
        try await reader.read(to: 100)
        #expect(reader.sequences == Array(1...100))
    }

    @Test("a store that goes away and comes back is told, and what happened meanwhile follows")
    func awayAndBack() async throws {
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        store.append()
        try await reader.read(to: 1)
        store.close()
        try await reader.read(until: .away)
        store.append()
        try store.open(bus.endpoint())
        try await reader.read(to: 2)
        #expect(reader.words == [.caughtUp(sequence: 0), .away, .back])
        #expect(reader.sequences == [1, 2])
    }

    @Test("a cursor older than the log: gone, with the oldest sequence and where it goes on")
    func gone() async throws {
        for _ in 0..<10 { store.append() }
        store.forget(before: 8)
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 3))
        #expect(try await reader.next() == .gone(FeedGap(after: 3, resumes: 10, oldest: 8)))
        #expect(try await reader.next() == .caughtUp(sequence: 10))
        store.append()
        try await reader.read(to: 11)
        #expect(reader.sequences == [11])
    }

    @Test("who has no state reads on with the oldest event that is kept, and is told what is missing before it")
    func goneToOldest() async throws {
        for _ in 0..<10 { store.append() }
        store.forget(before: 8)
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 3, resume: .oldest))
        #expect(try await reader.next() == .gone(FeedGap(after: 3, resumes: 7, oldest: 8)))
        try await reader.read(until: .caughtUp(sequence: 10))
        store.append()
        try await reader.read(to: 11)
        #expect(reader.sequences == [8, 9, 10, 11])
    }

    @Test("a log that is cleared faster than it is read: each gap is told, and the two add up to the log")
    func goneAgain() async throws {
        for _ in 0..<30 { store.append() }
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0, resume: .oldest))
        try await reader.read(to: 3)
        store.forget(before: 10)
        try await reader.read(to: 12)
        store.forget(before: 25)
        try await reader.read(until: .caughtUp(sequence: 30))
        var missing: Set<Int64> = []
        for case .gone(let gap) in reader.words { missing.formUnion((gap.after + 1)...gap.resumes) }
        #expect(missing == Set(4...9).union(13...24))
        #expect(missing.union(reader.sequences) == Set(1...30) && reader.sequences.count + missing.count == 30)
    }

    @Test("after a restore who has no state goes on at the snapshot too: another log's past is not his")
    func restoredOldest() async throws {
        store.append()
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0, resume: .oldest))
        try await reader.read(until: .caughtUp(sequence: 1))
        store.restore()
        store.append()
        try await reader.read(until: .gone(FeedGap(after: 1, resumes: 1_000_002, oldest: 1_000_002)))
        store.append()
        try await reader.read(to: 1_000_003)
        #expect(reader.sequences == [1, 1_000_003])
    }

    @Test("a cursor beyond the head: gone, never silence")
    func beyondHead() async throws {
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 99))
        #expect(try await reader.next() == .gone(FeedGap(after: 99, resumes: 0, oldest: 1)))
    }

    @Test("a restored ledger is listed again, and its events follow")
    func restored() async throws {
        store.append()
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0))
        try await reader.read(until: .caughtUp(sequence: 1))
        store.restore()
        store.append()
        try await reader.read(until: .gone(FeedGap(after: 1, resumes: 1_000_002, oldest: 1_000_002)))
        store.append()
        try await reader.read(to: 1_000_003)
        #expect(reader.sequences == [1, 1_000_003])
    }

    @Test("a listing of an earlier epoch is gone, though its sequence exists")
    func earlierEpoch() async throws {
        store.append()
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 1, epoch: 0))
        #expect(try await reader.next() == .gone(FeedGap(after: 1, resumes: 1)))
    }

    @Test("a kind of event that this program does not know keeps its place")
    func unknownKind() async throws {
        store.append(type: "gastown.moon.rose.v1")
        store.append()
        var reader = FeedReader(EventFeed(bus: bus.client(), after: 0))
        guard case .event(nil, let position, let bytes)? = try await reader.next() else {
            Issue.record("the unknown event was not handed on")
            return
        }
        #expect(position.sequence == 1)
        #expect(String(decoding: bytes, as: UTF8.self).contains("moon.rose"))
        guard case .event(let known?, _, _)? = try await reader.next() else {
            Issue.record("the known event was not read")
            return
        }
        #expect(known.kind == .beadCreated)
    }

    @Test(
        "a feed to the end ends where the log ends, subscribes to nothing, and takes a store that is away for an error")
    func toTheEnd() async throws {
        for _ in 0..<10 { store.append() }
        let client = bus.client()
        var reader = FeedReader(EventFeed(bus: client, after: 2, isEndless: false))
        while try await reader.next() != nil {}
        #expect(reader.sequences == Array(3...10) && reader.words == [.caughtUp(sequence: 10)])
        store.forget(before: 8)
        reader = FeedReader(EventFeed(bus: client, after: 3, resume: .oldest, isEndless: false))
        while try await reader.next() != nil {}
        #expect(reader.sequences == [8, 9, 10])
        store.close()
        reader = FeedReader(EventFeed(bus: client, after: 3, isEndless: false))
        do {
            _ = try await reader.next()
            Issue.record("a store that is away was not told")
        } catch BusFailure.bus(.away) {
            #expect(reader.words.isEmpty && reader.sequences.isEmpty)
        }
    }

    @Test("a raw feed hands on the same bytes in the same order, unread")
    func raw() async throws {
        for _ in 0..<4 { store.append() }
        var raw = FeedReader(EventFeed(bus: bus.client(), after: 0, isRaw: true))
        var read = FeedReader(EventFeed(bus: bus.client(), after: 0))
        for sequence in Int64(1)...6 {
            if sequence > 4 { store.append() }
            guard case .event(nil, let position, let bytes)? = try await raw.nextEvent(),
                case .event(_?, position, bytes)? = try await read.nextEvent()
            else {
                Issue.record("event \(sequence) differs, or was read")
                return
            }
            #expect(position.sequence == sequence)
        }
    }

    @Test("closing the bus ends the feed")
    func closed() async throws {
        let client = bus.client()
        var reader = FeedReader(EventFeed(bus: client, after: 0))
        try await reader.read(until: .caughtUp(sequence: 0))
        await client.close()
        #expect(try await reader.next() == nil)
        #expect(try await reader.next() == nil)
    }
}

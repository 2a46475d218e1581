import Bus
import Testing
import TownModel
import Wire

@Suite("Every bus: the feed", .timeLimit(.minutes(1)))
struct BusFeedTests {
    private let rigStream = StreamName("rig-a") ?? .town

    @Test("Who listens to a stream gets its events in order and nothing else", arguments: BusKind.allCases)
    func oneStream(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var items = try await client.listen(to: FeedFilter(streams: [rigStream])).makeAsyncIterator()
        for sequence in Int64(1)...20 {
            store.publish(sequence, previous: max(0, sequence - 2), in: sequence.isMultiple(of: 2) ? rigStream : .town)
        }
        for sequence in stride(from: Int64(2), through: 20, by: 2) {
            let position = EventPosition(epoch: 1, sequence: sequence, previous: sequence - 2, stream: rigStream)
            #expect(await items.next()?.position == position)
        }
        await client.close()
        store.endpoint.stop()
    }

    @Test("Who listens to all gets every event and head, and the signals asked for alone", arguments: BusKind.allCases)
    func allStreams(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var items = try await client.listen(to: FeedFilter(signals: ["~rig-a."])).makeAsyncIterator()
        let head = FeedHead(epoch: 1, sequence: 2, streams: ["town": 1, "rig-a": 2])
        store.publish(1)
        store.endpoint.publish(topic: "~town.noise", bytes: Array("{}".utf8))
        store.endpoint.publish(topic: "~rig-a.session.activity.s1", bytes: Array("{}".utf8))
        store.publish(2, previous: 0, in: rigStream)
        store.endpoint.publish(topic: FeedHead.topic, bytes: JSONText.encode(head))
        #expect(await items.next()?.position?.sequence == 1)
        #expect(await items.next() == .signal(topic: "~rig-a.session.activity.s1", bytes: Array("{}".utf8)))
        #expect(await items.next()?.position?.sequence == 2)
        #expect(await items.next() == .head(head))
        await client.close()
        store.endpoint.stop()
    }

    @Test("Several listen through one client, each with its own filter", arguments: BusKind.allCases)
    func twoListeners(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var town = try await client.listen(to: FeedFilter(streams: [.town])).makeAsyncIterator()
        store.publish(1)
        #expect(await town.next()?.position?.sequence == 1)
        var other = try await client.listen(to: FeedFilter(streams: [rigStream])).makeAsyncIterator()
        store.publish(2, previous: 0, in: rigStream)
        store.publish(3, previous: 1)
        #expect(await other.next()?.position?.sequence == 2)
        #expect(await town.next()?.position?.sequence == 3)
        await client.close()
        store.endpoint.stop()
    }

    @Test("Without a store the first word is away; when it comes, reconnected", arguments: BusKind.allCases)
    func storeComes(kind: BusKind) async throws {
        let rig = try kind.rig()
        let client = try rig.makeClient()
        var items = try await client.listen(to: FeedFilter()).makeAsyncIterator()
        #expect(await items.next() == .away)
        let store = try SmallStore(rig.makeEndpoint())
        #expect(await items.next() == .reconnected)
        store.publish(1)
        #expect(await items.next()?.position?.sequence == 1)
        await client.close()
        store.endpoint.stop()
    }

    @Test("A restarted store is seen: away, reconnected, and on it goes", arguments: BusKind.allCases)
    func restarted(kind: BusKind) async throws {
        let rig = try kind.rig()
        let first = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var items = try await client.listen(to: FeedFilter()).makeAsyncIterator()
        first.publish(1)
        #expect(await items.next()?.position?.sequence == 1)
        first.endpoint.stop()
        #expect(await items.next() == .away)
        let second = try SmallStore(rig.makeEndpoint())
        #expect(await items.next() == .reconnected)
        second.publish(2)
        #expect(await items.next()?.position?.sequence == 2)
        await client.close()
        second.endpoint.stop()
    }

    @Test("A slow listener loses, is told so, and nobody else suffers", arguments: BusKind.allCases)
    func slowListener(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let (slow, quick) = (try rig.makeLimitedClient(8), try rig.makeClient())
        var lossy = try await slow.listen(to: FeedFilter(streams: [.town])).makeAsyncIterator()
        // Comes through the same connection: when it has the signal, its neighbour has been offered everything.
        var sign = try await slow.listen(to: FeedFilter(streams: [rigStream], signals: ["~sign"])).makeAsyncIterator()
        var whole = try await quick.listen(to: FeedFilter(streams: [.town])).makeAsyncIterator()
        for sequence in Int64(1)...100 { store.publish(sequence) }
        store.endpoint.publish(topic: "~sign", bytes: [])
        _ = await sign.next()
        for sequence in Int64(1)...100 { #expect(await whole.next()?.position?.sequence == sequence) }
        for sequence in Int64(1)...8 { #expect(await lossy.next()?.position?.sequence == sequence) }
        store.publish(101)
        #expect(await lossy.next() == .reconnected)
        #expect(await lossy.next()?.position?.sequence == 101)
        #expect(await whole.next()?.position?.sequence == 101)
        await slow.close()
        await quick.close()
        store.endpoint.stop()
    }

    @Test("A topic or a body over its limit is not published", arguments: BusKind.allCases)
    func publishLimits(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var items = try await client.listen(to: FeedFilter(signals: ["~"])).makeAsyncIterator()
        let longest = "~" + String(repeating: "a", count: WireLimits.topicBytesMax - 1)
        store.endpoint.publish(topic: longest + "a", bytes: [])
        store.endpoint.publish(topic: "~b", bytes: [UInt8](repeating: 0, count: WireLimits.messageBytesMax + 1))
        store.endpoint.publish(topic: longest, bytes: [1])
        #expect(await items.next() == .signal(topic: longest, bytes: [1]))
        await client.close()
        store.endpoint.stop()
    }

    @Test("A signal of a client arrives at the store and is not answered", arguments: BusKind.allCases)
    func signal(kind: BusKind) async throws {
        let rig = try kind.rig()
        let arrived = AsyncStream.makeStream(of: String.self)
        let store = try SmallStore(rig.makeEndpoint()) { request, _, _ in arrived.continuation.yield(request.id.text) }
        let client = try rig.makeClient()
        client.signal(try .test("beat", kind: .signal))
        var ids = arrived.stream.makeAsyncIterator()
        #expect(await ids.next() == "beat")
        await client.close()
        store.endpoint.stop()
    }
}

extension LiveItem {
    var position: EventPosition? {
        guard case .event(let position, _) = self else { return nil }
        return position
    }
}

import Bus
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

@Suite("Other machines: what they hear", .timeLimit(.minutes(1)))
struct RemoteFeedTests {
    private func web() throws -> StreamName { .rig(try #require(RigName("web"))) }
    private func api() throws -> StreamName { .rig(try #require(RigName("api"))) }

    @Test("A key without bounds hears everything, without holes, also what was lost last")
    func whole() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let log = LogStore()
        try log.open(town.endpoint)
        try town.openDoor(to: [.of(own, "laptop")])
        let client = try town.client(own)
        for _ in 0..<5 { log.append() }
        var reader = FeedReader(EventFeed(bus: client, after: 0))
        try await reader.read(to: 5)
        log.append()
        try await reader.read(to: 6)
        log.append(isPublished: false)
        log.publishHead()
        try await reader.read(to: 7)
        #expect(reader.sequences == Array(1...7))
        await client.close()
        log.close()
    }

    @Test("A key for one stream hears that one alone, and where it ends, whatever it asks for")
    func bounded() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let log = LogStore()
        try log.open(town.endpoint)
        try town.openDoor(to: [.of(own, "laptop", streams: [try web()])])
        let client = try town.client(own)
        let everything = try await client.listen(to: FeedFilter(signals: ["~"]))
        log.append(in: try api())
        log.append(in: .town)
        log.append(in: try web())
        log.publishHead()
        var heard: [LiveItem] = []
        for await item in everything {
            heard.append(item)
            if case .head = item { break }
        }
        let events = heard.compactMap { item -> Int64? in
            guard case .event(let position, _) = item else { return nil }
            return position.sequence
        }
        #expect(events == [3])
        #expect(heard.last == .head(FeedHead(epoch: 1, sequence: 3, streams: ["web": 3])))
        await client.close()
        log.close()
    }

    @Test("A key that is revoked loses its live feed; the others miss nothing")
    func revoked() async throws {
        let town = try RemoteTown()
        let (gone, kept) = (try CurveSecret.fresh(), try CurveSecret.fresh())
        let log = LogStore()
        try log.open(town.endpoint)
        let keys = [try RemoteKey.of(gone, "gone"), try .of(kept, "kept")]
        try town.openDoor(to: keys)
        let (loser, winner) = (try town.client(gone), try town.client(kept))
        log.append()
        var losing = FeedReader(EventFeed(bus: loser, after: 0))
        var winning = FeedReader(EventFeed(bus: winner, after: 0))
        try await losing.read(to: 1)
        try await winning.read(to: 1)
        town.endpoint.allow([keys[1]])
        await #expect(throws: BusFailure.self) {
            while try await losing.next() != nil {}
        }
        for _ in 0..<50 { log.append() }
        try await winning.read(to: 51)
        #expect(winning.sequences == Array(1...51))
        #expect(losing.sequences == [1])
        for client in [loser, winner] { await client.close() }
        log.close()
    }

    @Test("What a subscription is cut to")
    func cut() throws {
        let key = try RemoteKey.of(try CurveSecret.fresh(), "laptop", streams: [try web()])
        #expect(key.subscriptions(for: "") == ["web.", "~web.", "~feed.head.web"])
        #expect(key.subscriptions(for: "web.mr.") == ["web.mr."])
        #expect(key.subscriptions(for: "we") == ["web."])
        #expect(key.subscriptions(for: "api.").isEmpty)
        #expect(key.subscriptions(for: "webx.").isEmpty)
        #expect(key.subscriptions(for: "~feed.head") == ["~feed.head.web"])
        #expect(key.subscriptions(for: "~hello.x.1") == ["~hello.x.1"])
        #expect(try RemoteKey.of(try CurveSecret.fresh(), "laptop").subscriptions(for: "api.") == ["api."])
    }
}

import Bus
import CZeroMQ
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

@Suite("Other machines: who is let in", .timeLimit(.minutes(1)))
struct RemoteDoorTests {
    @Test("A key on the list is answered, and the store knows whose request it is")
    func listed() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let store = try SmallStore(town.endpoint)
        try town.openDoor(to: [.of(own, "laptop")])
        let client = try town.client(own)
        #expect(try await client.request(.test("a"), within: patience).id.text == "a")
        let peers = store.seen.map(\.peer)
        #expect(peers == [PeerCredentials(remote: KeyName("laptop"))])
        await client.close()
        town.endpoint.stop()
    }

    @Test("A key that is not on the list is told so, counted, and let in once it is")
    func unknown() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let store = try SmallStore(town.endpoint)
        try town.openDoor(to: [])
        // The trial before the opening was refused once at each socket.
        let before = town.endpoint.counters.values.refusedKeys
        let client = try town.client(own)
        #expect(
            await failure(of: try .test("a"), client) == .denied(endpoint: town.requests.text))
        try await until(town.endpoint, { $0.refusedKeys > before }, "the refused key was not counted")
        #expect(store.seen.isEmpty)
        town.endpoint.allow([try .of(own, "laptop")])
        let answered = try await eventually { await failure(of: try .test("b"), client) == nil }
        #expect(answered)
        await client.close()
        town.endpoint.stop()
    }

    @Test(
        "Who speaks in the clear, or no ZeroMQ at all, stays out and is counted", arguments: ["no key", "plain text"])
    func plain(kind: String) async throws {
        let town = try RemoteTown()
        let store = try SmallStore(town.endpoint)
        try town.openDoor(to: [])
        let before = town.endpoint.counters.values.failedHandshakes
        let address = town.requests
        if kind == "no key" {
            try await offPool {
                let peer = try RawPeer(ZMQ_DEALER)
                let monitor = try peer.monitor(ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)
                peer.connect(address.text)
                monitor.waitForOne()
            }
        } else {
            try await offPool { try PlainTCP(address).say(Array("GET / HTTP/1.1\r\nHost: town\r\n\r\n".utf8)) }
        }
        try await until(town.endpoint, { $0.failedHandshakes > before }, "\(kind) was not counted")
        #expect(store.seen.isEmpty)
        town.endpoint.stop()
    }

    @Test("Who takes another key for the town's is not let in, and hears nothing")
    func wrongTown() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let store = try SmallStore(town.endpoint)
        try town.openDoor(to: [.of(own, "laptop")])
        let client = try town.client(own, town: try CurveSecret.fresh().publicKey)
        let outcome = await failure(of: try .test("a"), client, within: .milliseconds(500))
        #expect(outcome == .away(endpoint: town.requests.text))
        #expect(store.seen.isEmpty)
        await client.close()
        town.endpoint.stop()
    }

    @Test("Nothing of what is said can be read on the wire")
    func wire() async throws {
        let town = try RemoteTown()
        let own = try CurveSecret.fresh()
        let store = try SmallStore(town.endpoint)
        try town.openDoor(to: [.of(own, "laptop")])
        let (asked, heard) = (try Wiretap(before: town.requests), try Wiretap(before: town.feed))
        let client = try town.client(own, through: asked.address, feedThrough: heard.address)
        let items = try await client.listen(to: FeedFilter())
        let body = Array(#"{"title":"the quick brown secret"}"#.utf8)
        _ = try await client.request(.test("plainly-visible-id", body: body), within: patience)
        store.publish(4711)
        for await item in items {
            if case .event = item { break }
        }
        for (tap, words) in [(asked, ["brown", "plainly-visible", "test.echo"]), (heard, ["4711", "bead.created"])] {
            let captured = String(decoding: tap.captured, as: UTF8.self)
            #expect(captured.contains("CURVE"), "the tap saw no handshake")
            for word in words { #expect(!captured.contains(word)) }
            tap.stop()
        }
        await client.close()
        town.endpoint.stop()
    }

    @Test("A taken address is said, and the store goes on without it")
    func taken() async throws {
        let town = try RemoteTown()
        _ = try SmallStore(town.endpoint)
        let other = try RemoteTown()
        _ = try SmallStore(other.endpoint)
        try other.openDoor(to: [])
        #expect(throws: BusError.self) {
            try town.endpoint.openDoor(
                RemoteListening(requests: other.requests, feed: town.feed, secret: town.secret, keys: []))
        }
        let client = try ZeroMQBus(requestEndpoint: town.directory.requests, feedEndpoint: town.directory.feed)
        #expect(try await client.request(.test("a"), within: patience).id.text == "a")
        await client.close()
        for endpoint in [town.endpoint, other.endpoint] { endpoint.stop() }
    }

    /// Tries until it is so, or the deadline is over.
    private func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
        }
        return false
    }
}

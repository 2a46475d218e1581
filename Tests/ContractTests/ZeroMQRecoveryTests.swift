import Bus
import CZeroMQ
import Testing
import TownModel
import Wire
import ZeroMQBus

@Suite("The client's sockets: recovery", .timeLimit(.minutes(1)))
struct ZeroMQRecoveryTests {
    /// A connecting libzmq socket never tries again after these; without our help it would be dead for ever.
    @Test("A client whose server was of the wrong type at first finds the right one")
    func wrongType() async throws {
        let directory = try TemporaryDirectory()
        let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        try await offPool {
            let impostor = try RawPeer(ZMQ_PUB)
            let monitor = try impostor.monitor(ZMQ_EVENT_DISCONNECTED)
            impostor.bind(directory.requests)
            monitor.waitForOne()
        }
        let store = try SmallStore(
            ZeroMQEndpoint(
                requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock))
        #expect(try await client.request(try .test("a"), within: patience).id.text == "a")
        await client.close()
        store.endpoint.stop()
    }

    private static let greeting = greeting(of: "NULL")

    /// What a server says first, who speaks this mechanism of security.
    private static func greeting(of mechanism: String) -> [UInt8] {
        [0xFF] + [UInt8](repeating: 0, count: 8) + [0x7F, 3, 0] + Array(mechanism.utf8)
            + [UInt8](repeating: 0, count: 52 - mechanism.utf8.count)
    }

    @Test(
        "A client whose server talked garbage at first finds the right one",
        arguments: [
            Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8),
            Self.greeting + [4, 5, 4] + Array("JUNK".utf8),
            [UInt8](repeating: 0xFF, count: 300), Self.greeting(of: "PLAIN"), Self.greeting(of: "CURVE"),
            Self.greeting + [4, 5, 5] + Array("ERROR".utf8), Self.greeting + [1, 0, 1, 0],
        ])
    func garbage(words: [UInt8]) async throws {
        let directory = try TemporaryDirectory()
        let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        try await offPool {
            let impostor = try PlainSocket(listeningOn: "\(directory.path)/store.req")
            impostor.receiveOneGuest(saying: words)
        }
        let store = try SmallStore(
            ZeroMQEndpoint(
                requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock))
        #expect(try await client.request(try .test("a"), within: patience).id.text == "a")
        await client.close()
        store.endpoint.stop()
    }

    @Test("A feed whose server was of the wrong type at first finds the right one")
    func wrongFeed() async throws {
        let directory = try TemporaryDirectory()
        let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        async let impostor: Void = offPool {
            let impostor = try RawPeer(ZMQ_ROUTER)
            let monitor = try impostor.monitor(ZMQ_EVENT_DISCONNECTED)
            impostor.bind(directory.feed)
            monitor.waitForOne()
        }
        var items = try await client.listen(to: FeedFilter()).makeAsyncIterator()
        try await impostor
        #expect(await items.next() == .away)
        let store = try SmallStore(
            ZeroMQEndpoint(
                requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock))
        #expect(await items.next() == .reconnected)
        await client.close()
        store.endpoint.stop()
    }

    @Test("A connection on which no pong comes is made anew, and the request survives it")
    func mute() async throws {
        let directory = try TemporaryDirectory()
        let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        async let answer = client.request(.test("a"), within: patience)
        // A ROUTER that never answers: each connection has a routing id of its own.
        let first = try await offPool {
            let mute = try RawPeer(ZMQ_ROUTER)
            mute.bind(directory.requests)
            let first = mute.receive()
            while let next = mute.receive().first, next == first.first {}
            return first
        }
        #expect(first.dropFirst().first == Request.magic)
        let store = try SmallStore(
            ZeroMQEndpoint(
                requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock))
        #expect(try await answer.id.text == "a")
        await client.close()
        store.endpoint.stop()
    }
}

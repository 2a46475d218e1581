import Bus
import CZeroMQ
import Glibc
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

@Suite("The store's sockets: peers that follow no rule", .timeLimit(.minutes(1)))
struct ZeroMQHostilePeerTests {
    private struct Rig {
        let directory: TemporaryDirectory
        let endpoint: ZeroMQEndpoint
        let store: SmallStore

        init(user: UInt32 = getuid()) throws {
            directory = try TemporaryDirectory()
            endpoint = ZeroMQEndpoint(
                requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock, user: user)
            store = try SmallStore(endpoint)
        }

        func client() throws -> ZeroMQBus {
            try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        }
    }

    /// Malformed messages: a name for the test's report, the frames, whether an id can be made out.
    struct Malformed: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var frames: [[UInt8]]
        var hasID: Bool

        init(_ name: String, hasID: Bool, _ frames: [[UInt8]]) {
            testDescription = name
            self.frames = frames
            self.hasID = hasID
        }

        init(_ name: String, hasID: Bool = false, _ texts: String...) {
            self.init(name, hasID: hasID, texts.map { Array($0.utf8) })
        }

        static let all: [Malformed] = [
            Malformed("one empty frame", ""),
            Malformed("the magic alone", "GT1"),
            Malformed("another protocol", "GT2", "a", "query", "v", "{}", "{}"),
            Malformed("five frames", "GT1", "a", "query", "v", "{}"),
            Malformed("seven frames", "GT1", "a", "query", "v", "{}", "{}", ""),
            Malformed("an empty id", "GT1", "", "query", "v", "{}", "{}"),
            Malformed("an id with a space", "GT1", "a b", "query", "v", "{}", "{}"),
            Malformed("an id too long", "GT1", String(repeating: "a", count: 129), "query", "v", "{}", "{}"),
            Malformed(
                "an id that is no text", hasID: false,
                [Request.magic, [0xFF, 0xFE], Array("query".utf8), Array("v".utf8), Array("{}".utf8), []]),
            Malformed("an unknown kind", hasID: true, "GT1", "a", "order", "v", "{}", "{}"),
            Malformed("no verb", hasID: true, "GT1", "a", "query", "", "{}", "{}"),
            Malformed(
                "a verb too long", hasID: true, "GT1", "a", "query", String(repeating: "v", count: 81), "{}", "{}"),
            Malformed("headers that are no JSON", hasID: true, "GT1", "a", "query", "v", "{", "{}"),
            Malformed("headers that are a list", hasID: true, "GT1", "a", "query", "v", "[]", "{}"),
            Malformed(
                "headers nested without end", hasID: true, "GT1", "a", "query", "v",
                String(repeating: "[", count: 10_000), "{}"),
            Malformed(
                "a hundred frames", hasID: true,
                [Request.magic, Array("a".utf8)] + Array(repeating: Array("x".utf8), count: 98)),
            Malformed(
                "frames that are too much together", hasID: true,
                [Request.magic, Array("a".utf8), Array("query".utf8), Array("v".utf8)]
                    + Array(repeating: [UInt8](repeating: 0x20, count: 700_000), count: 2)),
        ]
    }

    @Test(
        "What is no request is told so where it has an id, else counted; the peer is served on",
        arguments: Malformed.all)
    func malformed(message: Malformed) throws {
        let rig = try Rig()
        let peer = try RawPeer(ZMQ_DEALER)
        peer.connect(rig.directory.requests)
        peer.send(message.frames)
        // Answered after what came before it: one connection keeps its order.
        peer.send(try Request.test("sign").frames)
        #expect(try Answer(frames: peer.receive()).id.text == "sign")
        #expect(rig.endpoint.counters.values.malformed == 1)
        let failures = rig.store.seen.compactMap { delivery -> MalformedRequest? in
            guard case .failure(let malformed) = delivery.request else { return nil }
            return malformed
        }
        #expect(failures.map { $0.id?.text } == (message.hasID ? ["a"] : []))
        rig.endpoint.stop()
    }

    @Test("A frame over the limit costs its sender the connection, and nobody else anything")
    func oversizedFrame() async throws {
        let rig = try Rig()
        let client = try rig.client()
        let peer = try RawPeer(ZMQ_DEALER)
        let monitor = try peer.monitor(ZMQ_EVENT_DISCONNECTED)
        peer.connect(rig.directory.requests)
        peer.send([[UInt8](repeating: 0, count: 2 << 20)])
        monitor.waitForOne()
        #expect(try await client.request(try .test("a"), within: patience).id.text == "a")
        #expect(rig.store.seen.count == 1)
        await client.close()
        rig.endpoint.stop()
    }

    @Test("Garbage on plain sockets hurts nobody")
    func garbage() async throws {
        let rig = try Rig()
        let client = try rig.client()
        var random = SeededRandom(seed: 7)
        for turn in 0..<50 {
            for name in ["store.req", "store.feed"] {
                let peer = try PlainSocket(connectedTo: "\(rig.directory.path)/\(name)")
                let length = Int.random(in: 1...200, using: &random)
                peer.send((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
            }
            let id = "turn-\(turn)"
            #expect(try await client.request(try .test(id), within: patience).id.text == id)
        }
        await client.close()
        rig.endpoint.stop()
    }

    @Test("Garbage on the feed's socket is ignored, subscriptions of every length that is allowed match")
    func subscriptions() throws {
        let rig = try Rig()
        let raw = try RawPeer(ZMQ_XSUB)
        raw.connect(rig.directory.feed)
        for frames in [[[9, 9, 9]], [[1] + Array("~hello.".utf8) + [0xFF]], [[]], [[1, 2], [3]]] as [[[UInt8]]] {
            raw.send(frames)
        }
        for length in [1, 2, 100, 199, 200] {
            let subscriber = try RawPeer(ZMQ_SUB)
            subscriber.connect(rig.directory.feed)
            let topic = String(repeating: "t", count: length)
            // The greeting is published back once the subscriptions before it stand.
            subscriber.subscribe(topic)
            subscriber.subscribe("~hello.\(length)")
            #expect(subscriber.receive() == [Array("~hello.\(length)".utf8), []])
            rig.endpoint.publish(topic: topic, bytes: [1])
            #expect(subscriber.receive() == [Array(topic.utf8), [1]])
        }
        rig.endpoint.publish(topic: String(repeating: "t", count: 201), bytes: [1])
        #expect(rig.endpoint.counters.values.unpublishable == 1)
        rig.endpoint.stop()
    }

    @Test("A subscriber that does not read loses at its own mark, and holds nobody up")
    func stoppedSubscriber() async throws {
        let rig = try Rig()
        let client = try rig.client()
        let count = 25_000
        let payload = [UInt8](repeating: 0x20, count: 100)
        let subscriber = try RawPeer(ZMQ_SUB)
        subscriber.set(ZMQ_RCVHWM, 10)
        subscriber.connect(rig.directory.feed)
        for topic in ["t.", "end", "~hello.slow"] { subscriber.subscribe(topic) }
        #expect(subscriber.receive() == [Array("~hello.slow".utf8), []])
        for number in 0..<count { rig.endpoint.publish(topic: "t.\(number)", bytes: payload) }
        // Answered after all of it was published.
        #expect(try await client.request(try .test("a"), within: patience).id.text == "a")
        var numbers: [Int] = []
        while true {
            // Lost like the rest until there is room again.
            rig.endpoint.publish(topic: "end", bytes: [])
            let topic = String(decoding: subscriber.receive().first ?? Array("end".utf8), as: UTF8.self)
            if topic == "end" { break }
            numbers.append(Int(topic.dropFirst(2)) ?? -1)
        }
        #expect(numbers.count < count)
        #expect(numbers == Array(0..<numbers.count))
        await client.close()
        rig.endpoint.stop()
    }

    @Test("Another user's process is refused, and told so")
    func strangers() async throws {
        let rig = try Rig(user: getuid() + 1)
        let client = try rig.client()
        #expect(try await client.request(try .test("a"), within: patience).errorCode == .forbidden)
        #expect(rig.store.seen.isEmpty)
        #expect(rig.endpoint.counters.values.strangers == 1)
        var items = try await client.listen(to: FeedFilter()).makeAsyncIterator()
        #expect(await items.next() == .away)
        await client.close()
        rig.endpoint.stop()
    }

    @Test("An answer to a peer that has gone is dropped and counted")
    func gonePeer() async throws {
        let rig = try Rig()
        let answer = Answer(
            id: CommandID(composed: "a"), headers: AnswerHeaders(sequence: 1, epoch: 1), result: .ok([]))
        rig.endpoint.answer(answer, to: PeerRoute(bytes: [0, 1, 2, 3, 4]))
        let client = try rig.client()
        _ = try await client.request(try .test("b"), within: patience)
        #expect(rig.endpoint.counters.values.droppedAnswers == 1)
        await client.close()
        rig.endpoint.stop()
    }
}

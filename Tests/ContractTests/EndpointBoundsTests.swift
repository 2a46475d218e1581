import Bus
import CZeroMQ
import Glibc
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

@Suite("The store's sockets: bounds", .timeLimit(.minutes(1)))
struct EndpointBoundsTests {
    @Test("A peer that waits for 256 answers is told to wait with more; another one is served; answers make room")
    func inFlight() async throws {
        let directory = try TemporaryDirectory()
        let endpoint = ZeroMQEndpoint(
            requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock)
        // Never answers what begins with h.
        let store = try SmallStore(endpoint) { request, store, route in
            if !request.id.text.hasPrefix("h") { SmallStore.echo(request, store, route) }
        }
        let requests = try (0..<300).map { try Request.test("h\($0)").frames }
        let last = try Request.test("h0").frames
        let refused = try await offPool {
            let greedy = try RawPeer(ZMQ_DEALER)
            greedy.connect(directory.requests)
            for request in requests { greedy.send(request) }
            // The same request again is no second one: not answered with busy.
            greedy.send(last)
            return (0..<44).map { _ in greedy.receive() }
        }
        let answers = try refused.map { try Answer(frames: $0) }
        #expect(answers.allSatisfy { $0.errorCode == .busy && ($0.headers.retryAfterMilliseconds ?? 0) > 0 })
        #expect(Set(answers.map(\.id.text)) == Set((256..<300).map { "h\($0)" }))
        #expect(endpoint.counters.values.busy == 44)
        let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
        #expect(try await client.request(.test("a"), within: patience).id.text == "a")
        // Many answered ones after another leave nothing behind.
        for number in 0..<300 { _ = try await client.request(.test("b\(number)"), within: patience) }
        #expect(endpoint.counters.values.busy == 44)
        await client.close()
        store.endpoint.stop()
    }

    @Test("Who speaks no ZeroMQ on the local sockets is counted, however the others come and go")
    func garbage() async throws {
        let directory = try TemporaryDirectory()
        let endpoint = ZeroMQEndpoint(
            requestEndpoint: directory.requests, feedEndpoint: directory.feed, lockPath: directory.lock)
        let store = try SmallStore(endpoint)
        for number in 0..<20 {
            do {
                let peer = try PlainSocket(connectedTo: "\(directory.path)/store.req")
                peer.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            }
            let client = try ZeroMQBus(requestEndpoint: directory.requests, feedEndpoint: directory.feed)
            #expect(try await client.request(.test("a\(number)"), within: patience).id.text == "a\(number)")
            await client.close()
        }
        try await until(endpoint, { $0.failedHandshakes >= 20 }, "not all of the garbage was counted")
        #expect(endpoint.counters.values.failedHandshakes == 20)
        #expect(endpoint.counters.values.accepted == 40)
        store.endpoint.stop()
    }
}

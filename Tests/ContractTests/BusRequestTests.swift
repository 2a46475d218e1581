import Bus
import Glibc
import Synchronization
import Testing
import TownModel
import Wire

@Suite("Every bus: requests and answers", .timeLimit(.minutes(1)))
struct BusRequestTests {
    @Test("A request gets its answer", arguments: BusKind.allCases)
    func answered(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        let answer = try await client.request(try .test("a", body: Array("[1,2]".utf8)), within: patience)
        #expect(answer.id.text == "a")
        #expect(answer.body == Array("[1,2]".utf8))
        #expect(answer.headers.sequence == 7)
        await client.close()
        store.endpoint.stop()
    }

    @Test("Headers arrive as they were sent", arguments: BusKind.allCases)
    func headers(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        var request = try Request.test("a")
        request.headers = RequestHeaders(actor: .mayor, key: "secret", atLeast: 3, deadlineMilliseconds: 250)
        _ = try await client.request(request, within: patience)
        guard case .success(let seen) = try #require(store.seen.first).request else {
            Issue.record("not a request")
            return
        }
        #expect(seen == request)
        await client.close()
        store.endpoint.stop()
    }

    @Test("A silent store is asked again with the same id", arguments: BusKind.allCases)
    func repeated(kind: BusKind) async throws {
        let rig = try kind.rig()
        let asked = Mutex(0)
        let store = try SmallStore(rig.makeEndpoint()) { request, store, route in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            if count == 3 { store.reply(request, request.body, to: route) }
        }
        let client = try rig.makeClient()
        let answer = try await client.request(try .test("again"), within: patience)
        #expect(answer.id.text == "again")
        #expect(Array(store.seenIDs.prefix(3)) == ["again", "again", "again"])
        await client.close()
        store.endpoint.stop()
    }

    @Test("A body of nearly the limit passes, one over it is told so and not sent", arguments: BusKind.allCases)
    func sizes(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        let large = [UInt8](repeating: UInt8(ascii: "x"), count: WireLimits.messageBytesMax - 200)
        #expect(try await client.request(try .test("large", body: large), within: patience).body == large)
        let larger = large + [UInt8](repeating: UInt8(ascii: "x"), count: 200)
        let refusal = try await client.request(try .test("larger", body: larger), within: patience)
        #expect(refusal.errorCode == .tooLarge)
        #expect(store.seenIDs.allSatisfy { $0 == "large" })
        await client.close()
        store.endpoint.stop()
    }

    @Test("An answer over the limit becomes an error that says so", arguments: BusKind.allCases)
    func largeAnswer(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint()) { request, store, route in
            store.reply(request, [UInt8](repeating: 0x20, count: WireLimits.messageBytesMax), to: route)
        }
        let client = try rig.makeClient()
        let answer = try await client.request(try .test("a"), within: patience)
        #expect(answer.errorCode == .tooLarge)
        #expect(answer.headers.sequence == 7)
        await client.close()
        store.endpoint.stop()
    }

    @Test("Concurrent requests are answered in any order, each its own caller", arguments: BusKind.allCases)
    func outOfOrder(kind: BusKind) async throws {
        let rig = try kind.rig()
        let held = Mutex<[String: (Request, PeerRoute)]>([:])
        let store = try SmallStore(rig.makeEndpoint()) { request, store, route in
            let all = held.withLock { held in
                held[request.id.text] = (request, route)
                return held.count == 20 ? held : [:]
            }
            for (request, route) in all.values { store.reply(request, request.body, to: route) }
        }
        let client = try rig.makeClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let body = Array("\(number)".utf8)
                    let answer = try await client.request(try .test("r\(number)", body: body), within: patience)
                    #expect(answer.body == body)
                }
            }
            try await group.waitForAll()
        }
        await client.close()
        store.endpoint.stop()
    }

    @Test("Many clients are served, each with its own answers", arguments: BusKind.allCases)
    func manyClients(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let clients = try (0..<10).map { _ in try rig.makeClient() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, client) in clients.enumerated() {
                group.addTask {
                    for turn in 0..<20 {
                        let body = Array("\(number * 1000 + turn)".utf8)
                        // The same ids in every client: routes tell them apart.
                        let answer = try await client.request(try .test("t\(turn)", body: body), within: patience)
                        #expect(answer.body == body)
                    }
                }
            }
            try await group.waitForAll()
        }
        for client in clients { await client.close() }
        store.endpoint.stop()
    }

    @Test("Without a store a request ends with away, within its time", arguments: BusKind.allCases)
    func away(kind: BusKind) async throws {
        let rig = try kind.rig()
        let client = try rig.makeClient()
        guard case .away? = await failure(of: try .test("a"), client, within: .milliseconds(200)) else {
            Issue.record("a store that is not there has answered")
            return
        }
        await client.close()
    }

    @Test("A request waits for a store that comes later", arguments: BusKind.allCases)
    func storeComes(kind: BusKind) async throws {
        let rig = try kind.rig()
        let client = try rig.makeClient()
        async let answer = client.request(try .test("early"), within: patience)
        let store = try SmallStore(rig.makeEndpoint())
        #expect(try await answer.id.text == "early")
        await client.close()
        store.endpoint.stop()
    }

    @Test("A client goes on when the store was restarted", arguments: BusKind.allCases)
    func restarted(kind: BusKind) async throws {
        let rig = try kind.rig()
        let client = try rig.makeClient()
        for round in 0..<3 {
            let store = try SmallStore(rig.makeEndpoint())
            #expect(try await client.request(try .test("round-\(round)"), within: patience).errorCode == nil)
            store.endpoint.stop()
        }
        await client.close()
    }

    @Test("Closing ends those who wait, and whoever comes later", arguments: BusKind.allCases)
    func closed(kind: BusKind) async throws {
        let rig = try kind.rig()
        let arrived = AsyncStream.makeStream(of: Void.self)
        let store = try SmallStore(rig.makeEndpoint()) { _, _, _ in arrived.continuation.yield() }
        let client = try rig.makeClient()
        let feed = try await client.listen(to: FeedFilter())
        async let waiting = failure(of: try .test("never"), client)
        for await _ in arrived.stream { break }
        await client.close()
        #expect(try await waiting == .closed)
        #expect(await failure(of: try .test("late"), client) == .closed)
        await #expect(throws: BusError.closed) { _ = try await client.listen(to: FeedFilter()) }
        for await _ in feed {}
        await client.close()
        store.endpoint.stop()
    }

    @Test("A cancelled request returns at once, and the next is served", arguments: BusKind.allCases)
    func cancelled(kind: BusKind) async throws {
        let rig = try kind.rig()
        let arrived = AsyncStream.makeStream(of: Void.self)
        let store = try SmallStore(rig.makeEndpoint()) { request, store, route in
            arrived.continuation.yield()
            if request.id.text == "served" { store.reply(request, request.body, to: route) }
        }
        let client = try rig.makeClient()
        let held = try Request.test("held")
        let outcome = await withTaskGroup(of: BusError?.self) { group in
            group.addTask { await failure(of: held, client) }
            for await _ in arrived.stream { break }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(outcome == .closed)
        #expect(try await client.request(try .test("served"), within: patience).id.text == "served")
        await client.close()
        store.endpoint.stop()
    }

    @Test("The endpoint answers a ping itself", arguments: BusKind.allCases)
    func ping(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint()) { _, _, _ in }
        let client = try rig.makeClient()
        let reply = try await client.query(Ping(), id: CommandID(composed: "p"), within: patience)
        #expect(reply.reply == Done())
        #expect(store.seen.isEmpty)
        await client.close()
        store.endpoint.stop()
    }

    @Test("The store is told who is at the other end", arguments: BusKind.allCases)
    func credentials(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        let client = try rig.makeClient()
        _ = try await client.request(try .test("a"), within: patience)
        let peer = try #require(store.seen.first).peer
        #expect(peer.uid == getuid())
        #expect(peer.pid == getpid())
        await client.close()
        store.endpoint.stop()
    }

    @Test("A second store is refused and leaves the first alone", arguments: BusKind.allCases)
    func secondStore(kind: BusKind) async throws {
        let rig = try kind.rig()
        let store = try SmallStore(rig.makeEndpoint())
        #expect {
            _ = try SmallStore(rig.makeEndpoint())
        } throws: {
            guard case .transport(let text)? = $0 as? BusError else { return false }
            return text.contains("holds")
        }
        let client = try rig.makeClient()
        #expect(try await client.request(try .test("a"), within: patience).id.text == "a")
        await client.close()
        store.endpoint.stop()
        store.endpoint.stop()
    }
}

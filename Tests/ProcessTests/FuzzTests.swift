import Bus
import Dispatch
import Glibc
import Host
import Testing
import TownModel
import TownTesting
import Wire
import ZeroMQBus

/// A real store, and a hundred thousand peers that follow no rule. `GT_FUZZ_SESSIONS=n` sends so many, `GT_FUZZ_MINUTES=n`
/// goes on so long; `GT_SEED=n` repeats a run.
@Suite(.serialized) struct FuzzTests {
    private static let sessions = HostEnvironment.value("GT_FUZZ_SESSIONS").flatMap(Int.init) ?? 100_000
    private static let minutes = HostEnvironment.value("GT_FUZZ_MINUTES").flatMap(Int64.init) ?? 0
    private static let seed = HostEnvironment.value("GT_SEED").flatMap(UInt64.init) ?? 1
    /// Of sessions, after each of which somebody who keeps the rules must have been served meanwhile.
    private static let roundSessions = 5_000
    /// What the store's memory may grow by while they come and go, MiB: caches fill, nothing is kept of a peer.
    private static let growthMax = 32
    /// Commands that are carried out meanwhile; after them only questions.
    private static let beadsMax = 2_000
    /// Sessions that end the store's warming up.
    private static let warmUp = 20_000

    @Test(
        "a hundred thousand hostile sessions cost the store nothing, and nobody else an answer",
        .timeLimit(.minutes(20)))
    func sessions() async throws {
        try await ProcessTown.with { town in
            var store = try await LoneStore.make("t", in: town)
            store.lifeMax = .seconds(60 * (Self.minutes + 3))
            let told = AsyncStream.makeStream(of: FuzzReport.self)
            let running = store
            let end = try #require(
                await running.run {
                    told.continuation.yield(try await Self.attack(running))
                    told.continuation.finish()
                    await LoneStore.untilEnded()
                })
            #expect(end.ending == .exited(0), "\(end.ending): \(end.errorTail)")
            var reports = told.stream.makeAsyncIterator()
            let report = try #require(await reports.next())
            print("fuzz: \(report)")
            #expect(report.growth < Self.growthMax, "\(report)")
            #expect(report.heard == report.beads, "\(report)")
            #expect(report.refused < report.sessions / 100, "\(report)")
            #expect(report.connections < 200, "\(report)")
            // A tenth of them say too many frames, which gets as far as being looked at.
            #expect(report.malformed > report.sessions / 20, "garbage is counted: \(report)")
            // What was answered is there.
            let list = try await running.serve { try await running.gt("bead count --title served --json") }
            #expect(
                list.contains("\"total\":\(report.beads)") || list.contains("\"total\": \(report.beads)"), "\(list)")
        }
    }

    /// All rounds, then asks the store to leave.
    private static func attack(_ store: LoneStore) async throws -> FuzzReport {
        let client = try store.connect()
        let pid = try await storeProcess(store, client)
        let verbs = try WireVerb.all.filter { ![BackupMake.verb, BeadSync.verb].contains($0.verb) }.map {
            (verb: $0.verb, kind: $0.kind.rawValue, body: try $0.sampleBody())
        }
        let end = ContinuousClock.now + .seconds(60 * minutes)
        async let heard = follow(store)
        var report = FuzzReport()
        var round = 0
        while report.sessions < sessions || ContinuousClock.now < end {
            let seed = seed &* 1_000_003 &+ UInt64(round)
            let (ticks, tick) = AsyncStream.makeStream(of: Void.self)
            async let attackers: Int = swarm(seed, in: store.layout.sockets, verbs, tick)
            // Somebody who keeps the rules is answered while they are at it, whatever they do.
            for await _ in ticks {
                // A ledger that grows for a quarter of an hour would be what takes the memory.
                guard report.beads < beadsMax else {
                    _ = try await client.request(ping(), within: .seconds(30))
                    continue
                }
                try await serve(client, "served-\(report.beads)", &report)
            }
            let sent = await attackers
            guard sent > 0 else { throw FuzzFailure(what: "the store takes no connections any more") }
            report.sessions += sent
            report.refused += roundSessions - sent
            round += 1
            let taken = try memory(of: pid)
            if report.sessions <= warmUp { report.memoryBefore = taken }
            report.memoryAfter = taken
        }
        try await serve(client, "served-\(last)", &report)
        report.heard = try await heard
        report.malformed = try await malformed(client)
        report.connections = Files.names(in: "/proc/\(pid)/fd").count
        await client.close()
        #expect(kill(pid, SIGTERM) == 0)
        return report
    }

    private static let last = "last"

    /// Somebody who follows the feed: gives how many of those beads it was told of.
    private static func follow(_ store: LoneStore) async throws -> Int {
        let bus = try store.connect()
        var heard = 0
        for try await item in EventFeed(bus: bus, after: 0) {
            guard case .event(let event?, _, _) = item, event.kind == .beadCreated,
                let title = event.data.bead?.title, title.hasPrefix("served-")
            else { continue }
            heard += 1
            if title.hasSuffix(last) { break }
        }
        await bus.close()
        return heard
    }

    private static func serve(_ client: ZeroMQBus, _ title: String, _ report: inout FuzzReport) async throws {
        let id = try #require(CommandID(title))
        let request = Request(
            id: id, kind: .command, verb: BeadCreate.verb, headers: RequestHeaders(key: LoneStore.key),
            body: JSONText.encode(BeadCreate(title: title)))
        let answer = try await client.request(request, within: .seconds(30))
        guard case .ok = answer.result else { throw FuzzFailure(what: "\(title): \(answer.result)") }
        report.beads += 1
    }

    /// Messages that were no requests, as the store has counted them.
    private static func malformed(_ client: ZeroMQBus) async throws -> Int {
        let query = Request(
            id: CommandID(composed: "bus"), kind: .query, verb: BusStatus.verb, body: JSONText.encode(BusStatus()))
        let answer = try await client.request(query, within: .seconds(30))
        guard case .ok(let body) = answer.result else { throw FuzzFailure(what: "bus.status: \(answer.result)") }
        return try JSONText.decode(BusReport.self, from: body).malformed
    }

    private static func ping() -> Request {
        Request(id: CommandID(composed: "ping"), kind: .query, verb: Ping.verb, body: Array("{}".utf8))
    }

    private static func storeProcess(_ store: LoneStore, _ client: ZeroMQBus) async throws -> Int32 {
        _ = try await client.request(ping(), within: .seconds(30))
        let found = Files.names(in: "/proc").compactMap { Int32($0) }.first {
            let line = Processes.commandLine(of: $0)
            return line.first?.hasSuffix("gt-beads-store") == true && line.contains(store.layout.root)
        }
        return try #require(found)
    }

    /// MiB of its own.
    private static func memory(of pid: Int32) throws -> Int {
        let pages = try Files.readText("/proc/\(pid)/statm").split(separator: " ").compactMap { Int($0) }
        return (pages[1] - pages[2]) * Int(getpagesize()) / (1 << 20)
    }

    /// One round's sessions, on two threads that block as they like. Gives how many the store has taken.
    private static func swarm(
        _ seed: UInt64, in directory: String, _ verbs: [(verb: String, kind: String, body: [UInt8])],
        _ tick: AsyncStream<Void>.Continuation
    ) async -> Int {
        defer { tick.finish() }
        return await withTaskGroup(of: Int.self) { group in
            for thread in 0..<2 as Range<UInt64> {
                group.addTask {
                    await withCheckedContinuation { done in
                        DispatchQueue(label: "fuzz").async {
                            var random = SeededRandom(seed: seed &* 2 &+ thread)
                            var sent = 0
                            for number in 0..<roundSessions / 2 {
                                let session = FuzzSession(&random, verbs: verbs, key: LoneStore.key)
                                // A door that is closed for a moment: counted by what is missing.
                                guard let peer = try? StrangePeer("\(directory)/\(session.socket)") else { continue }
                                sent += 1
                                peer.send(session.hello)
                                // Without the other end's word nothing that follows gets past the transport.
                                if session.isGreeted { peer.hear(atLeast: Zmtp.greeting.count + 1) }
                                peer.send(session.bytes)
                                if number % 100 == 0 { tick.yield() }
                            }
                            done.resume(returning: sent)
                        }
                    }
                }
            }
            return await group.reduce(0, +)
        }
    }
}

struct FuzzReport: Sendable, CustomStringConvertible {
    var sessions = 0
    /// Connections that were not taken.
    var refused = 0
    /// Made by somebody who keeps the rules.
    var beads = 0
    /// Messages that were no requests, by the store's own count.
    var malformed = 0
    /// Events of these beads, as a subscriber heard them.
    var heard = 0
    /// MiB, after the warming up and at the end.
    var memoryBefore = 0
    var memoryAfter = 0
    /// Open descriptors at the end.
    var connections = 0

    var growth: Int { memoryAfter - memoryBefore }
    var description: String {
        "\(sessions) sessions, \(refused) refused, \(malformed) malformed, \(beads) commands served, \(memoryBefore) then \(memoryAfter) MiB, \(connections) descriptors"
    }
}

struct FuzzFailure: Error {
    let what: String
}

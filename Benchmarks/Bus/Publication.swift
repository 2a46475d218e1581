import Bus
import Foundation
import Host
import TownModel
import Wire
import ZeroMQBus

/// Something published and on disk before that is said, a second: the town's store, Redis Streams and JetStream in turns,
/// from the same kind of client: 1, 8, 64 connections, one thing in flight on each, all on one thread.
enum Publication {
    static let window: Duration = .seconds(2)
    static let rounds = 3

    /// One of those that are compared, in one of its measures.
    private struct Contender {
        var name: String
        var pid: Int32
        /// Gives how many were acknowledged.
        var run: (_ connections: Int) throws -> Int
        var rates: [Double] = []
        var acknowledged = 0
        var effort = Effort()
    }

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        guard let store = town.store?.processIdentifier else { preconditionFailure("the store was not started") }
        let headers = try town.overseer()
        let verb = try DurableVerb.setting(headers)
        let redis = try PeerServer.redis(in: town.root)
        defer { redis.stop() }
        let jetStream = try PeerServer.jetStream(in: town.root)
        defer { jetStream.stop() }
        let body = try DurableVerb.body(0, 1000)

        var report = Report(title: "Durable publication")
        report.measurements = try await cheapest(town, headers)
        for connections in [1, 8, 64] {
            var contenders = [
                Contender(name: verb.name, pid: store) {
                    try LoadPeers(connections: $0, to: town.layout.requestEndpoint).run(for: window, verb.frames).count
                },
                Contender(name: "Redis XADD, appendfsync always", pid: redis.pid) {
                    try StreamPeers(connections: $0, to: redis.place, in: RedisDialect()).run(for: window, filled(body))
                },
                Contender(name: "JetStream, files, acknowledged before they are synced", pid: jetStream.pid) {
                    try StreamPeers(connections: $0, to: jetStream.place, in: JetStreamDialect()).run(
                        for: window, filled(body))
                },
            ]
            let before = try await LogEnd.sequence(town, headers)
            for round in 0..<rounds {
                for place in contenders.indices {
                    // Another one begins in each round.
                    try await measure(&contenders[(place + round) % contenders.count], connections)
                }
            }
            let grown = try await LogEnd.sequence(town, headers) - before
            guard grown >= contenders[0].acknowledged else {
                throw Shell.Failure(
                    command: [verb.name], status: 70,
                    output: "\(contenders[0].acknowledged) commands were answered, and the log grew by \(grown) events")
            }
            add(contenders, connections, to: &report)
        }
        let folder = try Shell.output(["stat", "-f", "-c", "%T", town.root])
        report.notes += [
            "Each in turns with the others, \(rounds) rounds of \(window); all data on one file system (\(folder)). "
                + "The body: \(body.count) bytes. \(redis.version.split(separator: " ").prefix(3).joined(separator: " ")), "
                + "unix socket; \(jetStream.version), TCP; ours: ipc.",
            "Each of our commands was looked for in the log: it is an event, and its answer is kept under its id. "
                + "JetStream acknowledges before it syncs (every two minutes by default): a bound from above, without a goal.",
            "The wish beyond the goals is 1.50 × Redis.",
        ]
        return report
    }

    private static func filled(_ body: [UInt8]) -> (Int, Int) -> [UInt8] { { _, _ in body } }

    private static func measure(_ contender: inout Contender, _ connections: Int) async throws {
        let run = contender.run
        var effort = contender.effort
        let start = ContinuousClock.now
        let count = try await effort.add(contender.pid) { try run(connections) }
        contender.rates.append(Double(count) / (start.duration(to: .now).inMilliseconds / 1000))
        contender.acknowledged += count
        contender.effort = effort
    }

    private static func add(_ contenders: [Contender], _ connections: Int, to report: inout Report) {
        let items = contenders.map {
            Measurement(name: "\($0.name), \(connections) in flight", values: $0.rates, unit: "a second")
        }
        var ours = items[0]
        ours.peer = ("Redis", items[1].median)
        ours.goal = .ratioAtLeast(connections == 64 ? 0.7 : 1)
        var bound = items[0]
        bound.peer = ("JetStream", items[2].median)
        report.measurements += [items[1], items[2], ours, bound]
        for contender in contenders {
            report.notes.append(
                "\(contender.name), \(connections) in flight: "
                    + contender.effort.text(contender.acknowledged, "an acknowledgement"))
        }
    }

    /// The verbs beside one another, in turns, at 8 in flight: the first is the one that is compared with the peers.
    private static func cheapest(_ town: BenchTown, _ headers: RequestHeaders) async throws -> [Measurement] {
        let connections = 8
        let short: Duration = .milliseconds(500)
        let verbs = try await DurableVerb.all(town, connections: connections, headers)
        var items = verbs.map {
            Measurement(name: "of our verbs: \($0.name), \(connections) in flight", values: [], unit: "a second")
        }
        for _ in 0..<rounds {
            for (place, verb) in verbs.enumerated() {
                let peers = try LoadPeers(connections: connections, to: town.layout.requestEndpoint)
                let start = ContinuousClock.now
                let count = try peers.run(for: short, verb.frames).count
                items[place].values.append(Double(count) / (start.duration(to: .now).inMilliseconds / 1000))
            }
        }
        return items
    }
}

/// Where the town's log ends.
enum LogEnd {
    static func sequence(_ town: BenchTown, _ headers: RequestHeaders) async throws -> Int64 {
        let client = try town.client()
        let page = try await client.query(
            EventsSince(after: 0, limit: 1), id: FreshID.command(), headers: headers, within: .seconds(15))
        await client.close()
        return page.reply.head
    }
}

import Bus
import Foundation
import Host
import TownModel
import Wire
import ZeroMQBus

/// Commands that are on disk when they are answered: one client's latency, and how many a second.
enum DurableCommands {
    static let window: Duration = .seconds(2)
    static let rounds = 3
    /// How many of each in the lone comparison.
    static let lone = 1500

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        guard let store = town.store?.processIdentifier else { preconditionFailure("the store was not started") }
        var report = Report(title: "Durable commands")
        report.measurements = try await alone(town)
        for update in [false, true] {
            let ceiling = try WriterCeiling.rates(in: town.root, update: update, rounds: rounds, window: window)
            let verb = update ? "bead.update" : "bead.create"
            let own = Measurement(name: "\(verb), the writer by itself", values: ceiling, unit: "commands/s")
            report.measurements.append(own)
            for connections in [1, 8, 64] {
                var rates: [Double] = []
                var seconds = (store: 0.0, clients: 0.0)
                for _ in 0..<rounds {
                    let storeBefore = try BenchTown.processorSeconds(of: store)
                    let ownBefore = try BenchTown.processorSeconds(of: getpid())
                    let result = try await load(town, connections: connections, update: update, for: window)
                    rates.append(Double(result.latencies.count) / result.seconds)
                    seconds.store += try BenchTown.processorSeconds(of: store) - storeBefore
                    seconds.clients += try BenchTown.processorSeconds(of: getpid()) - ownBefore
                }
                let name = "\(verb), \(connections) in flight"
                report.measurements.append(
                    Measurement(
                        name: name, values: rates, unit: "commands/s",
                        peer: connections == 64 ? ("the writer by itself", own.median) : nil,
                        goal: connections == 64 ? .bothAtLeast(update ? 15_000 : 10_000, ratio: 0.6) : nil))
                report.notes.append(
                    "\(name): CPU seconds in \(rounds) rounds of \(window): store \(trim(seconds.store)), "
                        + "clients \(trim(seconds.clients))")
            }
        }
        return report
    }

    /// A command, a bare commit, a ping, in turns, one of each at a time: all meet the same disk, and the same cold
    /// caches of a process that has just been woken. Commits in a tight loop are what the disk can do at best.
    private static func alone(_ town: BenchTown) async throws -> [Measurement] {
        let commit = try BareCommit(in: town.root)
        let headers = try town.overseer()
        let client = try town.client()
        let clock = ContinuousClock()
        var (commands, commits, pings): ([Double], [Double], [Double]) = ([], [], [])
        for number in 0..<lone {
            var start = clock.now
            _ = try await client.command(
                BeadCreate(title: "lone \(number)"), id: FreshID.command(), headers: headers, within: .seconds(15))
            commands.append(start.duration(to: clock.now).inMilliseconds)
            commits += try commit.milliseconds(count: 1)
            start = clock.now
            _ = try await client.query(Ping(), id: FreshID.command(), within: .seconds(15))
            pings.append(start.duration(to: clock.now).inMilliseconds)
        }
        await client.close()
        let tight = Measurement(
            name: "bare SQLite commit, in a tight loop", values: try commit.milliseconds(count: lone), unit: "ms")
        let bare = Measurement(name: "bare SQLite commit, in turns with the command", values: commits, unit: "ms")
        return [
            tight, bare, Measurement(name: "ping: the way there and back alone", values: pings, unit: "ms"),
            Measurement(
                name: "bead.create, 1 client", values: commands, unit: "ms",
                peer: ("bare commit in turns", bare.median),
                goal: .ratioAtMost(3)),
            Measurement(
                name: "bead.create, 1 client", values: commands, unit: "ms",
                peer: ("bare commit in a loop", tight.median)),
        ]
    }

    struct Load {
        /// Milliseconds, one a command.
        var latencies: [Double]
        var seconds: Double
    }

    /// `connections` clients, each with one command in flight.
    private static func load(
        _ town: BenchTown, connections: Int, update: Bool, for window: Duration
    ) async throws -> Load {
        let headers = try town.overseer()
        let commands = try await commands(town, connections: connections, update: update, headers: headers)
        let peers = try LoadPeers(connections: connections, to: town.layout.requestEndpoint)
        let start = ContinuousClock.now
        let latencies = try peers.run(for: window) { commands[$0].frames($0, $1) }
        return Load(latencies: latencies, seconds: start.duration(to: .now).inMilliseconds / 1000)
    }

    /// What each connection sends: new beads, or titles of a bead of its own.
    private static func commands(
        _ town: BenchTown, connections: Int, update: Bool, headers: RequestHeaders
    ) async throws -> [NumberedCommand] {
        let mark = "the-number"
        guard update else {
            let command = NumberedCommand(BeadCreate(title: "load \(mark)"), mark: mark, headers: headers)
            return Array(repeating: command, count: connections)
        }
        let client = try town.client()
        var commands: [NumberedCommand] = []
        for _ in 0..<connections {
            let made = try await client.command(
                BeadCreate(title: "load"), id: FreshID.command(), headers: headers, within: .seconds(15))
            let update = BeadUpdate(id: made.reply.bead.id, title: "load \(mark)")
            commands.append(NumberedCommand(update, mark: mark, headers: headers))
        }
        await client.close()
        return commands
    }
}

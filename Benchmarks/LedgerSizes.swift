import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// The ledger at 10,000, 20,000 and 100,000 beads (`GT_BENCH_BEADS=1000000` adds that size,
/// `GT_BENCH_ONLY=10000` measures one): what an agent asks and does, in
/// the store. Of every query the ping measured in turns with it is taken off: what is left is the store's own time.
enum LedgerSizes {
    static let seeds: [(count: Int, seed: UInt64)] = [(10_000, 42), (20_000, 43), (100_000, 44)]
    static let asks = 200
    static let dependents = 100

    static func measure(_ town: BenchTown) async throws -> Report {
        var report = Report(title: "The ledger at several sizes")
        let extra = ProcessInfo.processInfo.environment["GT_BENCH_BEADS"].flatMap(Int.init)
        let more: [(count: Int, seed: UInt64)] = extra.map { [(count: $0, seed: UInt64(45))] } ?? []
        let only = ProcessInfo.processInfo.environment["GT_BENCH_ONLY"].flatMap(Int.init)
        for (count, seed) in seeds + more where only == nil || only == count {
            let place = try BenchTown(programs: town.programs)
            do {
                report.measurements += try await LedgerRun(town: place, count: count).measure(seed: seed)
                try place.remove()
            } catch {
                try place.remove()
                throw error
            }
        }
        report.notes.append(
            "The fixture is that of the reference's own benchmarks (10,000: seed 42, 20,000: seed 43), made as Beads "
                + "files and read in by gt bead import, \(LedgerFixture.fileBeadsMax) lines a file.")
        report.notes.append("Queries: the median of a ping that was measured in turns with them is taken off each.")
        return report
    }
}

/// One size in a town of its own.
private struct LedgerRun {
    let town: BenchTown
    let count: Int
    private let clock = ContinuousClock()

    init(town: BenchTown, count: Int) {
        self.town = town
        self.count = count
    }

    func measure(seed: UInt64) async throws -> [Measurement] {
        try await town.startStore()
        guard let store = town.store?.processIdentifier else { preconditionFailure("the store was not started") }
        var fixture = LedgerFixture(count: count, seed: seed)
        var imports: [Double] = []
        for (number, text) in fixture.files().enumerated() {
            let path = "\(town.root)/\(number).jsonl"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            let start = clock.now
            try town.gt("bead", "import", path, "--rig", "hq")
            imports.append(start.duration(to: clock.now).inMilliseconds)
        }
        let client = try town.client()
        let headers = try town.overseer()
        var results = [measurement("import, all files", [imports.reduce(0, +)])]
        results += try await queries(client)
        results += try await commands(client, headers)
        results += try await exports(client, headers)
        let resident = try Self.residentMegabytes(store)
        results.append(measurement("store resident", [resident], unit: "MB", goal: limit(.medianAtMost(200))))
        await client.close()
        return results
    }

    private func measurement(
        _ name: String, _ values: [Double], unit: String = "ms", goal: Goal? = nil
    ) -> Measurement {
        let measurement = Measurement(name: "\(name), \(count) beads", values: values, unit: unit, goal: goal)
        FileHandle.standardError.write(
            Data("\(measurement.name): \(trim(measurement.median)) \(unit)\n".utf8))
        return measurement
    }

    /// Goals are set for a hundred thousand.
    private func limit(_ goal: Goal) -> Goal? { count == 100_000 ? goal : nil }

    private func queries(_ client: ZeroMQBus) async throws -> [Measurement] {
        // The index of words is made when it is asked for first.
        let first = clock.now
        _ = try await ask(client, BeadSearch(text: "oil", limit: 20), 0)
        let indexed = first.duration(to: clock.now).inMilliseconds
        var open = BeadSelection()
        open.priorityTo = .normal
        return [
            measurement(
                "ready --limit 10", try await times(client, BeadReady(limit: 10)), goal: limit(.medianAtMost(1))),
            measurement("list, 50 open ones", try await times(client, BeadList(limit: 50))),
            measurement(
                "list, 50 by priority", try await times(client, BeadList(selection: open, order: BeadOrder(.priority)))),
            measurement("blocked, 50", try await times(client, BeadBlocked(limit: 50))),
            measurement("stats", try await times(client, BeadStats(), times: 20)),
            measurement("words indexed anew", [indexed]),
            measurement(
                "search, two words", try await times(client, BeadSearch(text: "polish t77", limit: 20)),
                goal: limit(.medianAtMost(20))),
            measurement(
                "search, a word of a twelfth",
                try await times(client, BeadSearch(text: "polish", limit: 20), times: 50),
                goal: limit(.medianAtMost(20))),
        ]
    }

    /// Each without the ping beside it.
    private func times<Q: Query>(_ client: ZeroMQBus, _ query: Q, times: Int = LedgerSizes.asks) async throws
        -> [Double]
    {
        var (queries, pings): ([Double], [Double]) = ([], [])
        for number in 0..<times {
            var start = clock.now
            _ = try await ask(client, query, number)
            queries.append(start.duration(to: clock.now).inMilliseconds)
            start = clock.now
            _ = try await ask(client, Ping(), number)
            pings.append(start.duration(to: clock.now).inMilliseconds)
        }
        let ping = Measurement(name: "ping", values: pings, unit: "ms").median
        return queries.map { max(0, $0 - ping) }
    }

    private func ask<Q: Query>(_ client: ZeroMQBus, _ query: Q, _ number: Int) async throws -> Q.Reply {
        try await client.query(query, id: CommandID(composed: "ask", "\(number)"), within: .seconds(300)).reply
    }

    private func commands(_ client: ZeroMQBus, _ headers: RequestHeaders) async throws -> [Measurement] {
        var number = 0
        func send<C: Command>(_ command: C) async throws -> (reply: C.Reply, milliseconds: Double) {
            number += 1
            let start = clock.now
            let reply = try await client.command(
                command, id: CommandID(composed: "bench", "\(count)", "\(number)"), headers: headers,
                within: .seconds(60)
            ).reply
            return (reply, start.duration(to: clock.now).inMilliseconds)
        }
        let commit = try BareCommit(in: town.root)
        var claims: [Double] = []
        for _ in 0..<LedgerSizes.asks { claims.append(try await send(BeadClaimNext()).milliseconds) }
        var closes: [Double] = []
        for round in 0..<10 {
            let hub = try await send(BeadCreate(title: "hub \(round)")).reply.bead.id
            for dependent in 0..<LedgerSizes.dependents {
                _ = try await send(BeadCreate(title: "dependent \(dependent)", needs: [hub]))
            }
            closes.append(try await send(BeadClose(id: hub, reason: "over")).milliseconds)
        }
        let edges = try await dense(
            send: { try await send($0).milliseconds }, make: { try await send($0).reply.bead.id })
        let bare = Measurement(
            name: "bare", values: try commit.milliseconds(count: LedgerSizes.asks), unit: "ms"
        ).median
        var results = [
            measurement("claim the next ready", claims), measurement("close with 100 dependents", closes),
            measurement(
                "dep add, 1,000 beads and 5,000 edges", edges, goal: limit(.medianAtMost(5))),
        ]
        for place in results.indices { results[place].peer = ("bare commit", bare) }
        return results
    }

    /// A graph of a thousand beads and five thousand edges, every edge towards an earlier bead; the last two hundred are
    /// timed.
    private func dense(
        send: (EdgeAdd) async throws -> Double, make: (BeadCreate) async throws -> BeadID
    ) async throws -> [Double] {
        var random = SplitMix(state: 7)
        var ids: [BeadID] = []
        for number in 0..<1000 { ids.append(try await make(BeadCreate(title: "node \(number)"))) }
        var known: Set<Edge> = []
        var times: [Double] = []
        while known.count < 5000 {
            let from = 1 + random.below(ids.count - 1)
            let edge = Edge(from: ids[from], to: ids[random.below(from)], type: .blocks)
            guard known.insert(edge).inserted else { continue }
            times.append(try await send(EdgeAdd(edge: edge)))
        }
        return Array(times.suffix(LedgerSizes.asks))
    }

    /// Ten changes, then the files; the commits are git's.
    private func exports(_ client: ZeroMQBus, _ headers: RequestHeaders) async throws -> [Measurement] {
        let whole = try await ask(client, BeadSync(), 0).writeMilliseconds
        var times: [Double] = []
        for round in 1...5 {
            for number in 0..<10 {
                let id = BeadID("bm-t\((number * 37 + round) % (count / 2))")
                guard let id else { preconditionFailure("a bead's id") }
                _ = try await client.command(
                    BeadUpdate(id: id, title: "changed \(round)"),
                    id: CommandID(composed: "export", "\(count)", "\(round)", "\(number)"), headers: headers,
                    within: .seconds(60))
            }
            times.append(try await ask(client, BeadSync(), round).writeMilliseconds)
        }
        return [
            measurement("files written whole, or brought up to thousands of changes", [whole]),
            measurement("files after 10 changes", times, goal: limit(.medianAtMost(100))),
        ]
    }

    private static func residentMegabytes(_ pid: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
            throw Shell.Failure(command: ["/proc/\(pid)/status"], status: 0, output: text)
        }
        return kibibytes / 1024
    }
}

import Bus
import Foundation
import Host
import TownModel
import Wire
import ZeroMQBus

/// Many molecules at once: eight workers on eight, and one worker among a thousand that are on their way.
enum ManyMolecules {
    static let window: Duration = .seconds(3)
    static let rounds = 3
    /// How many are on their way at once: `GT_BENCH_MOLECULES`, else 1,000.
    static let live = ProcessInfo.processInfo.environment["GT_BENCH_MOLECULES"].flatMap(Int.init) ?? 1000
    static let asked = 3 * live

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        let bus = try town.client()
        let headers = try town.overseer()
        let chain = try FormulaCooking.towers(disks: 20)
        var report = Report(title: "Molecules")
        for connections in [1, 8] {
            var rates: [Double] = []
            for _ in 0..<rounds {
                var roots: [BeadID] = []
                for _ in 0..<connections { roots.append(try await make(chain, bus, headers)) }
                let start = ContinuousClock.now
                let latencies = try LoadPeers(connections: connections, to: town.layout.requestEndpoint).run(
                    for: window
                ) {
                    step($1, of: roots[$0], headers)
                }
                rates.append(Double(latencies.count) / (start.duration(to: .now).inMilliseconds / 1000))
            }
            report.measurements.append(
                Measurement(
                    name: "steps of \(connections) molecule\(connections == 1 ? "" : "s"), a worker each",
                    values: rates,
                    unit: "steps/s"))
        }
        report.measurements.append(try await amongMany(town, bus, headers))
        await bus.close()
        return report
    }

    /// Molecules of 12 steps in turn: no graph is the one that was asked about before.
    private static func amongMany(
        _ town: BenchTown, _ bus: some MessageBus, _ headers: RequestHeaders
    ) async throws -> Measurement {
        var roots: [BeadID] = []
        for number in 0..<live {
            var nodes = [GraphNode(step: GraphStep(id: "s1", title: "Step 1 of \(number)"))]
            for step in 2...12 {
                nodes.append(
                    GraphNode(step: GraphStep(id: "s\(step)", title: "Step \(step)"), needs: [GraphNeed(step - 2)]))
            }
            roots.append(try await make(CookedGraph(formula: "twelve", title: "Twelve", nodes: nodes), bus, headers))
        }
        let worker = try PlainPeer(to: town.layout.requestEndpoint)
        let clock = ContinuousClock()
        var latencies: [Double] = []
        for number in 0..<asked {
            let root = roots[number * 617 % live]
            let ends = Int64(number / live)
            let next = ends == 0 ? MoleculeNext(molecule: root) : MoleculeNext(molecule: root, ends: ends)
            let start = clock.now
            _ = try worker.ask(next, headers: headers)
            latencies.append(start.duration(to: clock.now).inMilliseconds)
        }
        return Measurement(
            name: "mol.next among \(live) molecules, there and back", values: latencies, unit: "ms", goal: .p99Under(10)
        )
    }

    private static func make(
        _ graph: CookedGraph, _ bus: some MessageBus, _ headers: RequestHeaders
    ) async throws -> BeadID {
        try await bus.command(
            MoleculeMake(graph: graph), id: FreshID.command(), headers: headers, within: .seconds(30)
        ).reply.molecule.root
    }

    /// The `number`th command of a worker: in this formula steps have the numbers from 1 on.
    private static func step(_ number: Int, of root: BeadID, _ headers: RequestHeaders) -> [[UInt8]] {
        let next =
            number == 0 ? MoleculeNext(molecule: root) : MoleculeNext(molecule: root, ends: Int64(number))
        return Request(
            id: FreshID.command(), kind: .command, verb: MoleculeNext.verb, headers: headers,
            body: JSONText.encode(next)
        ).frames
    }
}

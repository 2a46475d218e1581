import Foundation

/// `make bench`: every figure that the project claims, each beside a peer measured in the same run.
///
/// `TownBenchmarks <programs> [table …]`: the directory of the built programs, and the tables wanted. Without any: all but
/// those of `make bench-bus`, whose peers are programs that nothing else needs, and of `make bench-mq`.
@main struct Main {
    static let tables: [(name: String, measure: @Sendable (BenchTown) async throws -> Report)] = [
        ("cold", ColdStart.measure), ("durable", DurableCommands.measure), ("work", WorkTimes.measure),
        ("agents", ManyAgents.measure), ("full", FullTown.measure), ("hooks", AgentHooks.measure),
        ("recovery", Recovery.measure), ("ledger", LedgerSizes.measure),
        ("molecules", ManyMolecules.measure), ("cooking", FormulaCooking.measure),
        ("idle", IdleTown.measure), ("inbox", LongInbox.measure),
    ]

    /// The tables of `make bench-bus`.
    static let busTables: [(name: String, measure: @Sendable (BenchTown) async throws -> Report)] = [
        ("publication", Publication.measure), ("fan-out", FanOut.measure), ("catch-up", CatchUp.measure),
    ]

    /// The tables of `make bench-mq`.
    static let queueTables: [(name: String, measure: @Sendable (BenchTown) async throws -> Report)] = [
        ("queue", QueueDecisions.measure), ("landings", RealLandings.measure),
    ]

    /// The table of `make hanoi`.
    static let moleculeTables: [(name: String, measure: @Sendable (BenchTown) async throws -> Report)] = [
        ("hanoi", Hanoi.measure)
    ]

    static func main() async {
        do {
            let programs = CommandLine.arguments.dropFirst().first ?? ".build/release"
            let all = tables + busTables + queueTables + moleculeTables
            let wanted = Set(CommandLine.arguments.dropFirst(2))
            let unknown = wanted.subtracting(all.map(\.name))
            guard unknown.isEmpty else {
                throw Shell.Failure(
                    command: ["bench"] + unknown.sorted(), status: 64,
                    output: "tables: \(all.map(\.name).joined(separator: ", "))")
            }
            let chosen = wanted.isEmpty ? tables : all.filter { wanted.contains($0.name) }
            for table in chosen {
                let text = try await measured(table.measure, URL(filePath: programs).path).markdown()
                // At once: whoever ends a run early keeps the tables that were done.
                FileHandle.standardOutput.write(Data((text + "\n").utf8))
            }
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(70)
        }
    }

    /// Each table has a town of its own, so that none is measured in what another left behind.
    private static func measured(
        _ measure: (BenchTown) async throws -> Report, _ programs: String
    ) async throws -> Report {
        let town = try BenchTown(programs: programs)
        do {
            let report = try await measure(town)
            try town.remove()
            return report
        } catch {
            try town.remove()
            throw error
        }
    }
}

import Foundation

/// `make bench`: every figure that the project claims, each beside a peer measured in the same run.
///
/// `TownBenchmarks <programs> [table …]`: the directory of the built programs, and the tables wanted (all).
@main struct Main {
    static let tables: [(name: String, measure: @Sendable (BenchTown) async throws -> Report)] = [
        ("cold", ColdStart.measure), ("durable", DurableCommands.measure), ("work", WorkTimes.measure),
        ("recovery", Recovery.measure), ("ledger", LedgerSizes.measure), ("idle", IdleTown.measure),
    ]

    static func main() async {
        do {
            let programs = CommandLine.arguments.dropFirst().first ?? ".build/release"
            let wanted = Set(CommandLine.arguments.dropFirst(2))
            let unknown = wanted.subtracting(tables.map(\.name))
            guard unknown.isEmpty else {
                throw Shell.Failure(
                    command: ["bench"] + unknown.sorted(), status: 64,
                    output: "tables: \(tables.map(\.name).joined(separator: ", "))")
            }
            for table in tables where wanted.isEmpty || wanted.contains(table.name) {
                print(try await measured(table.measure, URL(filePath: programs).path).markdown())
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

import Foundation
import Synchronization
import Testing
import TownModel
import Wire

/// Whole towns under faults: nothing that must hold is ever broken, and when the faults stop everything open is moved
/// to its end. `GT_SEED=n swift test --filter Simulation` runs one seed and tells its story; `GT_SEEDS=n` runs so many.
struct SimulationTests {
    /// As many as `Tests/mutants` runs: each planted defect is found in them.
    private static let defaultSeeds: UInt64 = 200

    @Test func noFaultLosesOrDoublesWorkAndEverythingLandsInTheEnd() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["GT_SEED"].flatMap(UInt64.init) {
            let story = Story(.printed)
            let verdict = try await SimRun(seed: seed, story: story).verdict
            print("the story's hash is \(String(story.hash, radix: 16))")
            #expect(verdict == nil)
            return
        }
        let failures = try await Self.runs.value.compactMap(\.verdict)
        let text = "\(failures.count) of \(Self.seeds): \(failures.prefix(5).joined(separator: "\n"))"
        #expect(failures.isEmpty, "\(text)")
    }

    private static let seeds =
        ProcessInfo.processInfo.environment["GT_SEEDS"].flatMap(UInt64.init) ?? defaultSeeds

    /// Once for all that look at them.
    private static let runs = Task { try await SimRun.all(1...seeds) }

    /// The runs of these seeds.
    static func runs(_ wanted: ClosedRange<UInt64>) async throws -> [SimRun] {
        guard wanted.upperBound <= seeds else { return try await SimRun.all(wanted) }
        return try await runs.value.filter { wanted.contains($0.seed) }
    }
}

/// One seed's town, run to its end.
struct SimRun: Sendable {
    let seed: UInt64
    /// nil when all is well; else what is not, with the command that shows it again.
    let verdict: String?
    let sightings: Set<Sighting>

    init(seed: UInt64, story: Story = Story(.untold)) async throws {
        let town = try SimTown(seed: seed, story: story)
        try await town.run()
        self.seed = seed
        verdict = town.judge.complaints.first.map { "GT_SEED=\(seed) swift test --filter Simulation: \($0)" }
        sightings = town.world.state.withLock { $0.sightings }
    }

    /// As many at a time as there are processors, in the order of the seeds.
    static func all(_ seeds: ClosedRange<UInt64>) async throws -> [SimRun] {
        let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
        return try await withThrowingTaskGroup(of: [SimRun].self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var runs: [SimRun] = []
                    for seed in seeds where Int(seed % UInt64(workers)) == worker {
                        runs.append(try await SimRun(seed: seed))
                    }
                    return runs
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.seed < $1.seed }
        }
    }
}

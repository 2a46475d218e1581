import Foundation
import Synchronization
import Testing
import TownModel
import Wire

/// Whole towns under faults: nothing that must hold is ever broken, and when the faults stop everything open is moved
/// to its end. `GT_SEED=n swift test --filter Simulation` runs one seed and tells its story; `GT_SEEDS=n` runs so many,
/// `GT_SEEDS=n-m,k` those.
struct SimulationTests {
    /// As many as `Tests/mutants` runs: each planted defect is found in them.
    static let defaultSeeds: UInt64 = 240

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
        let text = "\(failures.count) of \(Self.seeds.count): \(failures.prefix(20).joined(separator: "\n"))"
        #expect(failures.isEmpty, "\(text)")
    }

    private static let seeds = list(ProcessInfo.processInfo.environment["GT_SEEDS"]) ?? Array(1...defaultSeeds)

    /// Once for all that look at them.
    private static let runs = Task { try await SimRun.all(seeds) }

    /// A number is how many; with a dash or a comma in it, it is which. nil: nothing that can be read as either.
    private static func list(_ text: String?) -> [UInt64]? {
        guard let text else { return nil }
        if let count = UInt64(text) { return count > 0 ? Array(1...count) : nil }
        var seeds: [UInt64] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { UInt64($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
            seeds += first...last
        }
        return seeds.isEmpty ? nil : seeds
    }

    /// The runs of these seeds.
    static func runs(_ wanted: ClosedRange<UInt64>) async throws -> [SimRun] {
        guard wanted.allSatisfy(Set(seeds).contains) else { return try await SimRun.all(Array(wanted)) }
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
    static func all(_ seeds: [UInt64]) async throws -> [SimRun] {
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

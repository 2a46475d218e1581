import Foundation
import Testing
import TownModel
import TownTesting
import Wire

/// Whole towns under faults: nothing that must hold is ever broken, and when the faults stop everything open is moved
/// to its end. `GT_SEED=n swift test --filter Simulation` runs one seed and tells its story; `GT_SEEDS=n` runs so many.
struct SimulationTests {
    private static let faultMilliseconds: Int64 = 40_000
    private static let livenessMilliseconds: Int64 = 600_000
    private static let defaultSeeds: UInt64 = 500

    @Test func noFaultLosesOrDoublesWorkAndEverythingLandsInTheEnd() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["GT_SEED"].flatMap(UInt64.init) {
            #expect(try await Self.verdict(seed: seed, isTracing: true) == nil)
            return
        }
        let count = environment["GT_SEEDS"].flatMap(UInt64.init) ?? Self.defaultSeeds
        let workers = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        let failures = try await withThrowingTaskGroup(of: [String].self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var failed: [String] = []
                    for seed in stride(from: worker + 1, through: count, by: Int(workers)) {
                        if let verdict = try await Self.verdict(seed: seed, isTracing: false) { failed.append(verdict) }
                    }
                    return failed
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(failures.isEmpty, "\(failures.count) of \(count): \(failures.prefix(5).joined(separator: "\n"))")
    }

    /// nil when all is well; else what is not, with the command that shows it again.
    private static func verdict(seed: UInt64, isTracing: Bool) async throws -> String? {
        let town = try SimTown(seed: seed, isTracing: isTracing)
        try town.sling()
        let isDone = try await town.run(faultsFor: faultMilliseconds, atMost: livenessMilliseconds)
        let again = "GT_SEED=\(seed) swift test --filter Simulation"
        if let complaint = town.judge.complaints.first { return "\(again): \(complaint)" }
        return isDone ? nil : "\(again): still open after 10 minutes: \(town.judge.stillOpen)"
    }
}

extension SimTown {
    /// A convoy of four beads, one of which waits for another.
    func sling() throws {
        let first = try store.send(BeadCreate(rig: rig, title: "first")).bead
        let second = try store.send(BeadCreate(rig: rig, title: "second", needs: [first.id])).bead
        let others = try ["third", "fourth"].map { try store.send(BeadCreate(rig: rig, title: $0)).bead }
        let beads = ([first, second] + others).map(\.id)
        judge.watch(beads)
        try store.send(WorkSling(beads: beads, target: .rig(rig)))
        try committed()
    }
}

import Testing

/// A fault that never happens proves nothing, and a run that can't be repeated explains nothing.
struct CoverageTests {
    /// Enough for the rarest; of the seeds that the simulation runs by default.
    private static let seeds = 1...SimulationTests.defaultSeeds

    @Test func everyFaultAndEveryTurnOfWorkIsMetWith() async throws {
        let runs = try await SimulationTests.runs(Self.seeds)
        let seen = runs.reduce(into: Set<Sighting>()) { $0.formUnion($1.sightings) }
        let missed = Sighting.allCases.filter { !seen.contains($0) }.map(\.rawValue)
        #expect(missed.isEmpty, "never exercised by seeds \(Self.seeds): \(missed.joined(separator: ", "))")
        #expect(runs.compactMap(\.verdict).isEmpty)
    }

    /// In one process; the hash that `GT_SEED` tells at the end is for comparing two.
    @Test(arguments: [UInt64(5), 7, 23])
    func aSeedGivesTheSameRunEachTime(seed: UInt64) async throws {
        let (first, second) = (Story(.hashed), Story(.hashed))
        _ = try await SimRun(seed: seed, story: first)
        _ = try await SimRun(seed: seed, story: second)
        #expect(first.hash == second.hash)
        #expect(first.hash != Story(.hashed).hash, "nothing was told")
    }
}

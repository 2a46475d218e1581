import Testing
import TownModel

/// More work than room, under every fault.
@Suite("A town that is full") struct CapacityTests {
    private static func plan(beads: Int, waves: Int, townMax: Int) throws -> SimPlan {
        let rigs = [("gastown", "gt"), ("beads", "bd"), ("web", "web")]
        return SimPlan(
            crowd: try rigs.map { (name: try #require(RigName($0.0)), prefix: $0.1) }, beads: beads, waves: waves,
            townMax: townMax)
    }

    /// The judge complains of each session too many, of the town and of a rig.
    @Test(
        "thirty beads that could all be worked at, and seven places: all land, and never are eight at work",
        arguments: 1...3 as ClosedRange<UInt64>)
    func crowd(seed: UInt64) async throws {
        let town = try SimTown(seed: seed, quiet: try Self.plan(beads: 30, waves: 1, townMax: 7), faulty: true)
        try await town.run()
        #expect(town.judge.complaints == [])
        #expect(town.judge.mostAtWork == 7)
        #expect(town.overseer.beads.count == 30)
    }

    @Test(
        "an epic in waves lands in the order of its needs, with room for two", arguments: 1...3 as ClosedRange<UInt64>)
    func waves(seed: UInt64) async throws {
        let town = try SimTown(seed: seed, quiet: try Self.plan(beads: 12, waves: 4, townMax: 2), faulty: false)
        try await town.run()
        #expect(town.judge.complaints == [])
        #expect(town.judge.mostAtWork == 2)
        let order = town.judge.landingOrder
        #expect(Set(order) == Set(town.overseer.beads))
        for (bead, need) in town.judge.needs {
            let places = (order.firstIndex(of: need), order.firstIndex(of: bead))
            if let first = places.0, let second = places.1, first < second { continue }
            Issue.record("\(bead) landed before \(need): \(order)")
        }
    }
}

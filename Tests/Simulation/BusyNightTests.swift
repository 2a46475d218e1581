import Audit
import Foundation
import Synchronization
import Testing
import TownModel

/// A night of work in three rigs with thirty workers, three hundred beads in six convoys, every fault on all night long.
@Suite("The busy night") struct BusyNightTests {
    /// `GT_NIGHT_HOURS`: a longer one, for `make soak`.
    private static var hours: Int64 {
        ProcessInfo.processInfo.environment["GT_NIGHT_HOURS"].flatMap(Int64.init) ?? 8
    }

    @Test("work adds up at every hour, and all of it comes to its end")
    func night() async throws {
        let rigs = [("gastown", "gt"), ("beads", "bd"), ("web", "web")].compactMap { name, prefix in
            RigName(name).map { (name: $0, prefix: prefix) }
        }
        let plan = SimPlan(nightOf: Self.hours, rigs: rigs, beads: 300, bundles: 6, seed: 20)
        let town = try SimTown(seed: 20, quiet: plan, faulty: true)
        try await town.run()
        #expect(town.judge.complaints == [])
        let end = try #require(town.audits.last)
        #expect(end.made == 300 && end.before == 0 && end.open == 0 && end.deleted == 0)
        // What did not land the overseer closed on a whim.
        #expect(end.isEven && end.landed + end.ended == 300 && end.landed > 150)
        // Hour by hour, and once more when all was done.
        #expect(town.audits.count >= Self.hours)
        #expect(town.judge.audit.knownConvoys.count >= 6)
        let sightings = town.world.state.withLock(\.sightings)
        for fault in [Sighting.mayorKilled, .deaconKilled, .witnessKilled, .refineryKilled, .storeDied, .rebooted] {
            #expect(sightings.contains(fault), "\(fault)")
        }
        for (hour, balance) in town.audits.enumerated() {
            print(
                "audit \(hour + 1): \(balance.made) made, \(balance.landed) landed, \(balance.ended) ended, "
                    + "\(balance.open) open")
        }
    }
}

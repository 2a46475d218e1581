import Glibc
import Host
import Testing
import TownModel
import Wire

/// kill -9 of services while work is under way: nothing is lost, nothing lands twice.
@Suite(.serialized) struct KillingTests {
    /// More seeds for the long version: `GT_KILL_SEEDS=20`.
    static let seeds: [UInt64] = {
        let count = HostEnvironment.value("GT_KILL_SEEDS").flatMap { UInt64($0) } ?? 1
        if let only = HostEnvironment.value("GT_KILL_SEED").flatMap({ UInt64($0) }) { return [only] }
        return (1...max(count, 1)).map { 10 + $0 }
    }()

    @Test(
        "twenty beads on two rigs, every service killed three times between a claim and its landing: each lands once",
        .timeLimit(.minutes(5)), arguments: seeds)
    func kills(seed: UInt64) async throws {
        try await ProcessTown.with { town in
            let work = try await TwoRigs.make(in: town)
            var schedule = KillSchedule(
                services: TownService.ofTown + TwoRigs.rigs.flatMap(TownService.ofRig), goal: 3, seed: seed)
            let log = try await town.follow(within: .seconds(110)) { log in
                try await work.letPairGo(log)
                if let victim = schedule.next(log, process: town.process),
                    let kill = try await town.kill(victim, at: log.sequence)
                {
                    schedule.note(kill)
                }
                return work.isOver(log)
            }
            let proven = schedule.proven(by: log)
            for service in schedule.services {
                #expect(
                    proven[service, default: 0] >= 3,
                    "the run does not count: \(service) was hit \(proven[service, default: 0]) times of \(schedule.story)"
                )
            }
            #expect(log.faults.isEmpty)
            #expect(try await Array(town.storedLog().prefix(log.positions.count)) == log.positions)
            try await work.expectLandedOnce(log)
            try await work.expectNoWorktreeLost(log)
            try await town.gt("audit")
            try await town.gt("down", "--agents")
            #expect(town.processesLeft.isEmpty)
        }
    }

    @Test("a second store ends with 75 at once, and the first goes on", .timeLimit(.minutes(3)))
    func secondStore() async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let second = try await town.run(["--town", town.root], program: "gt-beads-store")
            #expect(second.ending == .exited(75))
            try await town.gt("health", "beads-store")
        }
    }
}

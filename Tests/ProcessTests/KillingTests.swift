import Glibc
import Host
import Testing
import TownModel
import TownTesting

/// kill -9 of services while work is under way: nothing is lost, nothing lands twice.
@Suite(.serialized) struct KillingTests {
    @Test("killed services lose no bead and land none twice", .timeLimit(.minutes(5)), arguments: [UInt64(11)])
    func kills(seed: UInt64) async throws {
        try await ProcessTown.with { town in
            try await town.gt("up")
            let remote = try await town.makeRemote()
            try await town.gt("rig", "add", "web", remote)
            var beads: [String] = []
            for number in 1...8 {
                beads.append(
                    try await town.makeBead("web", "Write \(number)", "echo \(number) > file\(number).txt"))
            }
            try await town.gt(sling: beads)
            let rig = try #require(RigName("web"))
            let services = TownService.ofTown + TownService.ofRig(rig)
            var random = SeededRandom(seed: seed)
            var kills: [TownService: Int] = [:]
            var words = 0
            try await town.waitUntilClosed(beads, within: .seconds(200)) {
                words += 1
                // Every few words of the feed, so that the town gets somewhere in between.
                guard words.isMultiple(of: 6), kills.values.reduce(0, +) < 15 else { return }
                let service = services[Int.random(in: 0..<services.count, using: &random)]
                guard let process = town.process(of: service) else { return }
                if Processes.send(SIGKILL, to: process) { kills[service, default: 0] += 1 }
            }
            #expect(kills.values.reduce(0, +) >= 3, "the schedule hit nobody: \(kills)")
            let log = try await town.git(
                remote, "log", "--merges", "--format=%(trailers:key=Gt-Bead,valueonly)", "main")
            let landed = log.split(separator: "\n").map(String.init).filter { !$0.isEmpty }
            #expect(landed.sorted() == beads.sorted(), "lost or landed twice; killed \(kills)")
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

import Host
import Testing
import TownModel
import Wire

@testable import gt

/// `gt mq stats` and `gt mq verify` as they are typed.
@Suite struct QueueNumbersCommandTests {
    @Test("an empty queue in numbers")
    func stats() async throws {
        let town = try TestTown()
        try town.open()
        let text = try await town.gt(["mq", "stats", "--rig", "gastown", "--since", "24h"])
        #expect(text.ending.status == 0 && text.outputText.contains("landed              0, 0.00 an hour"))
        let json = try await town.gt(["mq", "stats", "--json"])
        #expect(json.outputText.contains("\"landings\":0") && json.outputText.contains("\"landingsPerHour\":0"))
        #expect(try await town.gt(["mq", "stats", "--rig", "nowhere"]).ending.status == 1)
    }

    @Test("the rates follow from the counts, and are not said where the log does not reach")
    func rates() {
        let start = Timestamp(milliseconds: 0)
        var numbers = MergeNumbers(since: start, until: start.advanced(by: .seconds(7200)))
        numbers.landings = 5
        numbers.gateRuns = 4
        #expect(numbers.landingsPerHour == 2.5 && numbers.gateRunsPerLanding == 0.8)
        numbers.logSince = start.advanced(by: .seconds(1))
        #expect(numbers.gateRunsPerLanding == nil)
    }

    @Test("a town whose clone is sound and whose landings agree ends with 0, damage with 1")
    func verify() async throws {
        let town = try TestTown()
        try town.open()
        let yard = try await LandingYard()
        let clone = TownLayout(root: town.root).repository(try #require(RigName("gastown")))
        try Files.makeDirectory(Files.parent(of: clone))
        try Files.rename(yard.repository, to: clone)
        let sound = try await town.gt(["mq", "verify", "--all"])
        #expect(sound.ending.status == 0, "\(sound.errorTail)")
        #expect(sound.outputText.contains("gastown: 0 landings, 0 mismatches"))
        let tree = try await Git(repository: clone).tree(of: yard.requests[0].head)
        try yard.flipBit(of: "\(clone)/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        let damaged = try await town.gt(["mq", "verify", "--rig", "gastown", "--json"])
        #expect(damaged.ending.status == 1)
        #expect(damaged.outputText.contains(tree) && damaged.errorTail.contains("\"code\":\"mismatch\""))
    }

    @Test("what has not landed, and what is no id, is said")
    func refused() async throws {
        let town = try TestTown()
        try town.open()
        #expect(try await town.gt(["mq", "verify", "gt-nothing"]).ending.status == 1)
        #expect(try await town.gt(["mq", "verify", "No Id"]).ending.status == 65)
        #expect(try await town.gt(["mq", "verify", "gt-nothing", "--all"]).ending.status == 64)
    }
}

import Host
import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

@Suite("What was lately done, read back from the log's end")
struct TrailTests {
    private struct Step: Decodable {
        var kind: String
        var sequence: Int64
        var bead: String
        var who: String
        var commit: String?
    }

    private func steps(_ town: TestTown, _ line: String) async throws -> [Step] {
        let words = ["trail", "--json"] + line.split(separator: " ").map(String.init)
        let result = try await town.gt(words)
        #expect(result.ending.isSuccess, "\(line): \(result.errorTail)")
        return try JSONText.decode([Step].self, from: result.output)
    }

    @Test("commits that landed, beads, hooks: each of its kind, the newest first, whose it is")
    func kinds() async throws {
        let town = try TestTown()
        try town.open()
        let queue = try TestQueue(town)
        let request = try queue.submitted("Oil the hinge", attempt: 1)
        let tip = try TestQueue.commit(70)
        try town.with { ledger in
            let rig = try #require(try ledger.ask(RigList()).rigs.first)
            let proof = LandingProof(
                base: try TestQueue.commit(1), tip: tip, tree: try TestQueue.commit(71), gates: [])
            try ledger.send(MergeJudged(green: proof, of: rig), as: .refinery(rig.name))
            try ledger.send(MergeLanded(request: request.id, proof: proof), as: .refinery(rig.name))
        }
        let commits = try await steps(town, "commits")
        #expect(commits.map(\.bead) == [request.bead.text] && commits[0].commit == tip.text)
        #expect(commits[0].who == request.worker.description)
        let hooks = try await steps(town, "hooks")
        #expect(hooks.count == 2 && hooks.allSatisfy { $0.who == request.worker.description })
        let all = try await steps(town, "-n 100")
        #expect(Set(all.map(\.kind)) == ["commits", "hooks", "beads"])
        #expect(all.map(\.sequence) == all.map(\.sequence).sorted(by: >))
        let own = try await steps(town, "--agent \(request.worker) -n 100")
        #expect(own.contains { $0.kind == "commits" } && own.count < all.count)
        #expect(own.allSatisfy { $0.who == request.worker.description || $0.kind == "beads" })
        let text = try await town.gt(["trail", "commits"]).outputText
        #expect(text.contains("\(tip.short) Oil the hinge (\(request.worker))"), "\(text)")
        #expect(try await town.gt(["trail", "--rig", "nowhere"]).ending == .exited(1))
        #expect(try await town.gt(["trail", "dreams"]).ending == .exited(64))
    }

    @Test("a resident's hook leaves a trail, with the bead that was hung on it")
    func residents() async throws {
        let town = try TestTown()
        try town.open()
        let max = Address.crew(try #require(RigName("gastown")), try #require(AgentName("max")))
        let bead = try town.with { ledger in
            let row = try ledger.send(CrewAdd(agent: max)).resident
            try ledger.send(CrewPlaced(agent: max, number: row.number, base: try TestQueue.commit(1)))
            let bead = try ledger.send(BeadCreate(rig: max.rig, title: "Oil it")).bead.id
            try ledger.send(WorkSling(beads: [bead], target: .agent(max), noConvoy: true, start: .defer))
            return bead
        }
        let hooks = try await steps(town, "hooks")
        #expect(hooks.map(\.who) == [max.description] && hooks.map(\.bead) == [bead.text])
        let text = try await town.gt(["trail", "beads"]).outputText
        #expect(text.contains(bead.text) && text.contains("Oil it"), "\(text)")
    }

    @Test("more than a page is read in one order, up to a moment, a number, or where the log begins")
    func pages() async throws {
        let town = try TestTown()
        try town.open()
        let count = WireLimits.pageRowsMax + 50
        let (old, now) = (try #require(Timestamp("2020-01-01T00:00:00Z")), try town.with(\.now))
        // The machine's own clock is between the two.
        try town.with { ledger in
            ledger.now = old
            for number in 1...count { try ledger.send(BeadCreate(rig: RigName("gastown"), title: "Bead \(number)")) }
            ledger.now = now
            for number in 1...3 { try ledger.send(BeadCreate(rig: RigName("gastown"), title: "Late \(number)")) }
        }
        let all = try await steps(town, "beads -n \(count + 10) --since 36500d")
        #expect(all.count == count + 3)
        #expect(all.map(\.sequence) == all.map(\.sequence).sorted(by: >))
        #expect(Set(all.map(\.sequence)).count == count + 3)
        let some = WireLimits.pageRowsMax + 7
        #expect(try await steps(town, "beads -n \(some) --since 36500d").count == some)
        #expect(try await steps(town, "beads -n 100").count == 3)
    }
}

import Host
import Testing
import TownModel
import TownTesting
import Wire

@testable import gt

@Suite("Lists of beads")
struct BeadListTests {
    @Test("what stands for an agent is not listed as work, but when it is asked for, and it is counted")
    func identities() async throws {
        let town = try TestTown()
        try town.open()
        let max = Address.crew(try #require(RigName("gastown")), try #require(AgentName("max")))
        let (work, own) = try town.with { ledger in
            let work = try ledger.send(BeadCreate(rig: max.rig, title: "Oil it")).bead.id
            return (work, try ledger.send(CrewAdd(agent: max)).resident.bead)
        }
        func ids(_ words: String...) async throws -> Set<String> {
            let result = try await town.gt(["bead", "list", "--json"] + words)
            #expect(result.ending.isSuccess, "\(result.errorTail)")
            return Set(try JSONText.decode([Row].self, from: result.output).map(\.id))
        }
        #expect(try await ids() == [work.text])
        #expect(try await ids("--all") == [work.text])
        #expect(try await ids("--type", "agent") == [own.text])
        #expect(try await ids("--state", "not-work") == [own.text])
        #expect(try await town.gt(["bead", "count"]).outputText.trimmed == "2")
    }

    private struct Row: Decodable {
        let id: String
    }
}

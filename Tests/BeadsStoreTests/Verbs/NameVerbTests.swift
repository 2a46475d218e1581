import Testing
import TownModel
import TownTesting
import Wire

@testable import LedgerStorage

@Suite("who gets which name")
struct NameVerbTests {
    let town: VerbTown

    init() throws { town = try VerbTown() }

    private func theme(_ name: String) throws {
        try town.set(VerbTown.gastown) { $0.settings.names = NameSettings(theme: name) }
    }

    private func pool() throws -> NamePoolRow {
        try #require(try town.ask(NamePoolShow(rig: VerbTown.gastown)).pools.first)
    }

    @Test("two beads slung at once get two names of the rig's theme: a name is taken where it is given")
    func twoSlings() throws {
        try theme("minerals")
        let beads = [try town.bead(), try town.bead()]
        try town.send(WorkSling(beads: beads, noConvoy: true))
        let names = try beads.map { try town.claim($0).agent.name?.text }
        #expect(names == ["agate", "amber"])
        #expect(try pool().taken.map(\.text) == ["agate", "amber"])
        #expect(try pool().next.text == "azurite")
    }

    @Test("a name is free again when the assignment and its process are gone, not before")
    func back() throws {
        let assignment = try town.working(try town.bead())
        try town.done(assignment)
        #expect(try pool().taken == [assignment.agent.name])
        try town.send(SessionEnded(incarnation: assignment.incarnation, exitStatus: 0), as: .witness)
        #expect(try pool().taken == [])
        #expect(try pool().next == assignment.agent.name)
    }

    @Test("a changed theme renames nobody who is there, and who comes back keeps the name")
    func changed() throws {
        let first = try town.working(try town.bead())
        try theme("wasteland")
        #expect(try pool().taken == [first.agent.name])
        let second = try town.claimed(try town.bead())
        #expect(first.agent.name?.text == "ash" && second.agent.name?.text == "anvil")
        try town.done(first, .deferred)
        try town.send(SessionEnded(incarnation: first.incarnation, exitStatus: 0), as: .witness)
        town.now = town.now.advanced(by: .seconds(2 * 3600))
        try town.fire(.undefer(first.bead))
        #expect(try town.claimed(first.bead).agent == first.agent)
    }

    @Test("a list of one name goes on in numbers")
    func overflow() throws {
        try town.set(VerbTown.gastown) { $0.settings.names = NameSettings(names: [valid(AgentName.self, "otter")]) }
        let names = try (0..<3).map { _ in try town.claimed(try town.bead()).agent.name?.text }
        #expect(names == ["otter", "polecat-2", "polecat-3"])
    }

    @Test("the town's word holds in rigs that have none, until it is taken back")
    func townsWord() throws {
        let memory = try MemoryLedger()
        func say(_ names: NameSettings?, _ hash: String) throws {
            let outcome = try memory.ledger.execute(
                ConfigApply(townName: "T", hash: hash, townNames: names), at: memory.now)
            #expect(outcome.answers.map(\.code) == [nil])
        }
        func theme() throws -> String? { try memory.ask(NamePoolShow()).pools.first?.pool.theme }
        try say(NameSettings(theme: "mad-max"), "1")
        #expect(try theme() == "mad-max")
        try say(nil, "2")
        #expect(try theme() == NameTheme.standard.name)
    }
}

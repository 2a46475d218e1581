import LedgerStorage
import Testing
import TownModel
import TownTesting
import Wire

@Suite("what the town's files say about agents")
struct AgentConfigTests {
    let town: MemoryLedger

    init() throws { town = try MemoryLedger() }

    private static let own = AgentPreset(name: "own", command: ["own"], firstPrompt: .argument, readsTerminal: false)
    private static let talker = AgentPreset(name: "talker", command: ["talker"])

    @discardableResult
    private func apply(_ command: ConfigApply) throws -> [EventKind] {
        let outcome = try town.ledger.execute(command, at: town.now)
        #expect(outcome.answers.map(\.code) == [nil])
        return try outcome.events.map { try $0.decoded().kind }
    }

    @discardableResult
    private func say(_ agents: AgentSettings, hash: String) throws -> [EventKind] {
        try apply(ConfigApply(townName: "T", townAgents: agents, hash: hash))
    }

    private var rig: RigSettings { get throws { try #require(try town.ask(RigList()).rigs.first).settings } }

    private func bead() throws -> BeadID {
        try town.send(BeadCreate(rig: VerbTown.gastown, title: "a task")).bead.id
    }

    @Test("a rig that says nothing works with the town's agent, and hears when that changes")
    func townsAgent() throws {
        #expect(try rig.agent == "script")
        #expect(try say(AgentSettings(agent: "own"), hash: "1") == [.configChanged, .configChanged, .configChanged])
        #expect(try rig.agent == "own")
        #expect(try say(AgentSettings(agent: "own"), hash: "1") == [])
        #expect(try say(AgentSettings(agent: "own"), hash: "2") == [.configChanged])
        let second = valid(RigName.self, "second")
        try town.addRig(second, prefix: "se")
        #expect(try town.ask(RigList()).rigs.map(\.settings.agent) == ["own", "own"])
        try say(AgentSettings(agent: "own", roles: [.polecat: "other"]), hash: "3")
        #expect(try rig.agent == "other")
        try say(AgentSettings(), hash: "4")
        #expect(try rig.agent == "script")
    }

    @Test("a rig's own word holds, whatever the town says")
    func rigsOwn() throws {
        let settings = RigSettings(agents: AgentSettings(agent: "own"))
        #expect(
            try apply(ConfigApply(rig: VerbTown.gastown, settings: settings, hash: "1"))
                == [.configChanged, .configChanged])
        try say(AgentSettings(agent: "other"), hash: "2")
        #expect(try rig == settings)
    }

    @Test("the same text is read anew by a program that reads more in it, and once")
    func newerReader() throws {
        let before = ConfigApply(rig: VerbTown.gastown, settings: RigSettings(), hash: "1")
        let after = ConfigApply(
            rig: VerbTown.gastown, settings: RigSettings(agents: AgentSettings(agent: "own")), hash: "1")
        #expect(try apply(before) == [])
        #expect(try apply(after) == [.configChanged, .configChanged])
        #expect(try apply(after) == [])
    }

    @Test("presets become an event once, a bad file keeps those there were, and a town that never had one is quiet")
    func presets() throws {
        #expect(try apply(ConfigApply(file: .agents, presets: [], hash: "0")) == [])
        let good = ConfigApply(file: .agents, presets: [Self.own], hash: "1")
        #expect(try apply(good) == [.configChanged])
        #expect(try apply(good) == [])
        #expect(try apply(ConfigApply(file: .agents, hash: "2", problem: "line 3")) == [.configRefused])
        #expect(try apply(ConfigApply(file: .agents, hash: "2", problem: "line 3")) == [])
        try town.send(WorkSling(beads: [try bead()], preset: "own"))
        #expect(try town.ask(WhoAmI()).town == "Testing")
        #expect(try apply(ConfigApply(file: .agents, presets: [], hash: "0")) == [.configChanged])
        let next = try bead()
        #expect(refusal { try town.send(WorkSling(beads: [next], preset: "own")) } == .notFound)
    }

    @Test("a claim takes a preset of the town's own along, as it is then")
    func definition() throws {
        try apply(ConfigApply(file: .agents, presets: [Self.own], hash: "1"))
        let witness = RoleName.witness(VerbTown.gastown)
        func claim(_ preset: String?) throws -> Assignment {
            let id = try bead()
            try town.send(WorkSling(beads: [id], preset: preset))
            return try town.send(DispatchClaim(bead: id, attempt: 1), as: witness).assignment
        }
        #expect(try claim("own").definition == Self.own)
        #expect(try claim("script").definition == nil)
        try say(AgentSettings(agent: "own"), hash: "2")
        let third = try claim(nil)
        #expect(third.preset == "own" && third.definition == Self.own)
    }

    @Test(
        "a sling that no session could be started for is refused before anything is queued",
        arguments: [("nobody", ErrorCode.notFound), ("talker", .conflict), ("amp", .conflict)])
    func refusals(preset: String, code: ErrorCode) throws {
        try apply(ConfigApply(file: .agents, presets: [Self.talker], hash: "1"))
        let id = try bead()
        #expect(refusal { try town.send(WorkSling(beads: [id], preset: preset)) } == code)
        #expect(refusal { try town.send(WorkSling(beads: [id], preset: preset, dryRun: true)) } == code)
        try say(AgentSettings(agent: preset), hash: "2")
        #expect(refusal { try town.send(WorkSling(beads: [id])) } == code)
        #expect(try town.ask(BeadShow(ids: [id.text])).beads.first?.bead.disposition == .ready)
        #expect(try town.send(WorkSling(beads: [id], preset: "script")).slung.map(\.result) == [.queued])
    }
}

import Testing
import TownModel

@Suite("Which agent is taken")
struct AgentChoiceTests {
    private static let rig = AgentSettings(agent: "rig", roles: [.polecat: "rig-role"])
    private static let town = AgentSettings(agent: "town", roles: [.polecat: "town-role"])

    @Test(
        arguments: [
            ("flag", rig, town, AgentChoice("flag", by: .flag)),
            (nil, rig, town, AgentChoice("rig-role", by: .rigRole)),
            (nil, AgentSettings(agent: "rig"), town, AgentChoice("rig", by: .rig)),
            (nil, AgentSettings(), town, AgentChoice("town-role", by: .townRole)),
            (nil, nil, town, AgentChoice("town-role", by: .townRole)),
            (nil, nil, AgentSettings(agent: "town"), AgentChoice("town", by: .town)),
            (nil, AgentSettings(roles: [.polecat: "rig-role"]), nil, AgentChoice("rig-role", by: .rigRole)),
            (nil, nil, nil, AgentChoice("script", by: .standard)),
            ("flag", nil, nil, AgentChoice("flag", by: .flag)),
        ] as [(String?, AgentSettings?, AgentSettings?, AgentChoice)])
    func `is said by who is nearer to the work, then by who is more exact`(
        flag: String?, rig: AgentSettings?, town: AgentSettings?, choice: AgentChoice
    ) {
        #expect(AgentChoice(flag: flag, role: .polecat, rig: rig, town: town) == choice)
    }

    @Test func `of a rig that says nothing changes with the town, of one that does not`() {
        let silent = RigSettings()
        #expect(silent.agent == "script")
        #expect(silent.under(Self.town).agent == "town-role")
        #expect(silent.under(Self.town).under(AgentSettings()) == silent)
        let own = RigSettings(agents: AgentSettings(agent: "own"))
        #expect(own.agent == "own" && own.under(Self.town) == own)
    }
}

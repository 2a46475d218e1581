internal import Agents
internal import TownModel
internal import Wire

/// What the town's files say about agents, as it was last applied.
extension LedgerReader {
    func townAgents() throws(LedgerError) -> AgentSettings {
        try fact(AgentSettings.self, AgentMeta.settings) ?? AgentSettings()
    }

    /// Those of `config/agents.toml`, by name.
    func townPresets() throws(LedgerError) -> [AgentPreset] {
        try fact([AgentPreset].self, AgentMeta.presets) ?? []
    }

    /// Throws when no session of that preset could be started: three attempts would be spent on finding that out.
    func checkPreset(_ name: String, for rig: RigName?) throws(LedgerError) {
        guard let reason = try knownPreset(name).whyNotYet else { return }
        let (place, other) = (rig.map { " --rig \($0)" } ?? "", AgentSettings.standard)
        throw .refuse(
            .conflict, reason, about: name,
            hint: "gt sling --agent \(other), gt agent set \(other)\(place), or a preset of your own that says it, in "
                + "config/agents.toml")
    }

    func knownPreset(_ name: String) throws(LedgerError) -> AgentPreset {
        let own = try AgentPreset.shipped[name] == nil ? townPresets() : []
        guard let preset = AgentPreset.shipped[name] ?? own.first(where: { $0.name == name }) else {
            let known = (AgentPreset.shippedInOrder + own).map(\.name).joined(separator: ", ")
            throw .refuse(.notFound, "there is no agent preset \(name)", about: name, hint: "there are: \(known)")
        }
        return preset
    }
}

extension Transaction {
    func keep(_ agents: AgentSettings) throws(LedgerError) {
        try setMeta(AgentMeta.settings, JSONText.text(agents))
    }

    func keep(_ presets: [AgentPreset]) throws(LedgerError) {
        try setMeta(AgentMeta.presets, JSONText.text(presets))
    }

    /// What an assignment carries of its preset: all of one that the Witness does not bring along.
    func definition(of preset: String) throws(LedgerError) -> AgentPreset? {
        guard AgentPreset.shipped[preset] == nil else { return nil }
        return try townPresets().first { $0.name == preset }
    }
}

private enum AgentMeta {
    static let settings = "town.agents"
    static let presets = "town.presets"
}

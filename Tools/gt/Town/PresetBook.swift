import Agents
import Configuration
import Host
import TownModel

/// The presets of a town as its files have them now: those that come with the program, then those of
/// `config/agents.toml`.
struct PresetBook {
    let presets: [AgentPreset]
    /// Of `config/agents.toml`, for messages.
    let path: String

    init(_ layout: TownLayout) throws(CommandFailure) {
        path = layout.agentsFile
        guard Files.exists(path) else {
            presets = AgentPreset.shippedInOrder
            return
        }
        do {
            let own = try AgentFile.parse(try Files.readText(path), path: path)
            presets = AgentPreset.shippedInOrder + own
        } catch {
            throw .configuration(
                "\(error)", hint: "correct the file; the store keeps the last good presets meanwhile")
        }
    }

    func preset(_ name: String) throws(CommandFailure) -> AgentPreset {
        if let preset = presets.first(where: { $0.name == name }) { return preset }
        let near = EditDistance.nearest(to: name, among: presets.map(\.name))
        let known = (near.isEmpty ? presets.map(\.name) : near).joined(separator: ", ")
        throw CommandFailure(
            .refused, code: "not-found", "there is no agent preset \(UntrustedText.line(name))", about: name,
            hint: "there are: \(known)")
    }

    /// Where a preset is written down.
    func origin(of preset: AgentPreset) -> String {
        AgentPreset.shipped[preset.name] == nil ? path : "gt"
    }
}

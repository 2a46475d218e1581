package import TownModel

/// By which way a nudge goes to a session: what the agent asks for itself is best, then what its
/// program says that it has read; a pane is the last resort.
package enum NudgeRoute {
    /// - Parameter hasHooks: whether the town's hooks are run by this kind of agent at its turns.
    package static func channel(of preset: AgentPreset?, hasHooks: Bool, _ mode: NudgeMode) -> NudgeChannel {
        guard let preset, preset.stream != nil || (preset.readsTerminal && preset.promptLine != nil) else {
            return .hook
        }
        // Its hook shows it at the next turn. Who does not want to wait for one types a word that begins it.
        if hasHooks, mode == .turn { return .hook }
        return preset.stream == nil ? .pane : .stdin
    }
}

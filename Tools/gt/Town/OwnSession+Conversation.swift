import Agents
import Host
import TownModel

extension OwnSession {
    /// What the program that runs this calls its conversation: as it told its hook, else as the variable says that its preset
    /// names. nil: it told neither.
    func conversation(_ call: Invocation, isHook: Bool) -> ProgramSession? {
        if isHook {
            do {
                let input = try HookInput.read(within: CommandLimits.hookInputWait)
                if let id = input?.sessionID,
                    let told = ProgramSession(id: id, source: .hook, transcript: input?.transcript)
                {
                    return told
                }
            } catch {
                call.note("gt: \(error.message)")
            }
        }
        guard let name = sessionVariable, let id = call.surroundings.value(name) else { return nil }
        return ProgramSession(id: id, source: .variable)
    }

    private var sessionVariable: String? {
        if let shipped = AgentPreset.shipped[assignment.preset] { return shipped.sessionVariable }
        // A file that can't be read now is what gt config and gt doctor say; who speaks here has other work.
        return try? PresetBook(TownLayout(root: assignment.town)).preset(assignment.preset).sessionVariable
    }
}

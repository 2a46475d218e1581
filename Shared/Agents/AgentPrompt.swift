package import TownModel

/// What an agent is told when it starts. Nothing of it was written by others: what they wrote is for `gt prime` to show,
/// framed.
package enum AgentPrompt {
    package static let first = """
        You are an agent of a Gas Town. Run `gt prime`: it says who you are, what is on your hook, and what to do now. \
        Do that work, commit it, then run `gt done`.
        """

    /// Begins with a line by which a person finds the conversation again in the program's own list: who, which session,
    /// which process, what for. The process is the shim's, whose number is set in when it runs.
    package static func first(for assignment: Assignment) -> String {
        """
        [gt polecat \(assignment.agent) session \(assignment.incarnation) pid \(SessionSpec.pidMark)] \(assignment.bead)
        \(first)
        """
    }
}

extension AgentPreset {
    /// Program and arguments of a session that begins with this prompt, with these options besides. A prompt that is
    /// pasted, or comes as the program's input, is none of them.
    package func words(with prompt: String, options: [String] = []) -> [String] {
        let words = command + options
        return switch firstPrompt {
        case .argument: words + [prompt]
        case .flag: words + [promptFlag, prompt].compactMap(\.self)
        case .input, .pasted, .some(.none), nil: words
        }
    }
}

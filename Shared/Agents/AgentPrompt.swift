package import TownModel

/// What an agent is told when it starts. Nothing of it was written by others: what they wrote is for `gt prime` to show,
/// framed.
package enum AgentPrompt {
    package static let first = """
        You are an agent of a Gas Town. Run `gt prime`: it says who you are, what is on your hook, and what to do now. \
        Do that work, commit it, then run `gt done`.
        """

    /// For crew: a person is there, and says what is next.
    package static let resident = """
        You are an agent of a Gas Town, at work beside a person. Run `gt prime`: it says who you are, what is on your hook, \
        and what to do now.
        """
}

extension AgentPreset {
    /// Program and arguments of a session that begins with this prompt. One that is pasted, or comes as the program's
    /// input, is none of them.
    package func words(with prompt: String) -> [String] {
        switch firstPrompt {
        case .argument: command + [prompt]
        case .flag: command + [promptFlag, prompt].compactMap(\.self)
        case .input, .pasted, .some(.none), nil: command
        }
    }
}

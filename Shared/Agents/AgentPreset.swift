/// How a kind of agent is run. Data only: whoever runs agents reads these properties, and never asks for a name.
package struct AgentPreset: Hashable, Sendable {
    package var name: String
    /// Program and arguments. A program without a slash is looked up in the session's PATH.
    package var command: [String]
    package var firstPrompt: FirstPrompt
    /// Whether it talks with a person, or the town, through a terminal. One that does not gets none, even in a pane.
    package var readsTerminal: Bool
    /// Variables of the Witness's environment that the agent sees, beside those that every session has.
    package var environment: [String]
    /// A further attempt begins at the target's head, without what the attempt before left.
    package var restartsClean: Bool
    /// Whether this preset was ever run with its real program; shown as `unverified` otherwise.
    package var isVerified: Bool

    package init(
        name: String, command: [String], firstPrompt: FirstPrompt, readsTerminal: Bool, environment: [String],
        restartsClean: Bool, isVerified: Bool
    ) {
        self.name = name
        self.command = command
        self.firstPrompt = firstPrompt
        self.readsTerminal = readsTerminal
        self.environment = environment
        self.restartsClean = restartsClean
        self.isVerified = isVerified
    }
}

/// How an agent is told what to do when it starts.
package enum FirstPrompt: Hashable, Sendable {
    /// It finds out by itself (`gt hook`).
    case none
    /// From a private file as its stdin.
    case input
    /// As its last argument.
    case argument
}

extension AgentPreset {
    /// Runs the bead's own commands: needs no model and no account.
    package static let script = AgentPreset(
        name: "script", command: ["gt", "agent-script"], firstPrompt: .none, readsTerminal: false,
        environment: ["LANG", "LC_ALL", "TZ", "USER", "SHELL", "TMPDIR"], restartsClean: true, isVerified: true)

    /// Those that come with the program, by name.
    package static let shipped = Dictionary(uniqueKeysWithValues: [script].map { ($0.name, $0) })
}

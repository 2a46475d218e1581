package import TownModel

/// A moment in an agent's program at which it can run a command of ours.
package enum HookMoment: String, Hashable, Sendable, CaseIterable {
    case sessionStart
    case promptSubmit
    case beforeCompaction
    /// Before the agent runs a command.
    case beforeCommand
    case turnEnd
    /// A turn came to nothing: its server refused it.
    case turnRefused
}

/// What is run at such a moment.
package struct AgentHook: Hashable, Sendable {
    package var moment: HookMoment
    package var command: String

    package init(_ moment: HookMoment, _ command: String) {
        self.moment = moment
        self.command = command
    }
}

extension AgentHook {
    /// The hooks of an agent of this kind, whatever its program is.
    ///
    /// What is printed before a compaction reaches the text that the compaction makes, not surely the agent: nothing is
    /// called delivered there, and the session's start after it shows everything again.
    package static func all(for kind: SpeakerKind) -> [AgentHook] {
        [
            AgentHook(.sessionStart, "gt prime --hook"), AgentHook(.promptSubmit, "gt mail check --inject"),
            AgentHook(.beforeCompaction, "gt prime --hook --look"),
            AgentHook(.beforeCommand, (["gt tap guard"] + guards(of: kind)).joined(separator: " ")),
            AgentHook(.turnEnd, "gt signal stop"), AgentHook(.turnRefused, "gt signal refused"),
        ]
    }

    /// Crew work on branches of their own; the services' agents have no worktree and nothing to patrol.
    private static func guards(of kind: SpeakerKind) -> [String] {
        switch kind {
        case .worker: ["dangerous-command", "pr-workflow", "bd-init"]
        case .crew, .overseer, .store: ["dangerous-command", "bd-init"]
        case .mayor, .mayorAgent, .deacon, .witness, .refinery:
            ["dangerous-command", "pr-workflow", "bd-init", "mol-patrol"]
        }
    }
}

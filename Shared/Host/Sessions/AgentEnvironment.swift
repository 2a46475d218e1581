package import TownModel

/// What an agent sees of the machine: a session of it, and a trial of its program, the same.
package struct AgentEnvironment: Hashable, Sendable {
    /// Where the town's programs lie.
    private let programs: String

    package init(programs: String) { self.programs = programs }

    /// The town's own programs first: the agent's `gt` is of the version that started it.
    package var path: String { "\(programs):\(HostEnvironment.path)" }

    /// Where the preset's program is; nil when it is not on this machine.
    package func program(of preset: AgentPreset) -> String? {
        HostEnvironment.executable(preset.program, path: path)
    }

    /// Whether a program is one of the town's own.
    package func isTowns(_ path: String) -> Bool { Files.parent(of: path) == programs }

    /// By name, nothing else is inherited: the variables that the preset lists, as far as this process has them.
    package func variables(of preset: AgentPreset) -> [String: String] {
        var variables = ["PATH": path, "HOME": HostEnvironment.value("HOME") ?? "/"]
        for name in preset.environment { variables[name] = HostEnvironment.value(name) }
        // Nobody is there to be asked for a password: git says so instead of waiting.
        if !preset.readsTerminal { variables["GIT_TERMINAL_PROMPT"] = "0" }
        return variables
    }
}

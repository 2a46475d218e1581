/// How a kind of agent's program wants to be told of hooks: data, as a preset is.
package struct HookDialect: Hashable, Sendable {
    /// The preset's name.
    package var name: String
    /// What the program calls each moment; one that it does not have is left out.
    package var moments: [HookMoment: String]
    /// What it calls a refusal that is over after a time.
    package var limitErrors: Set<String>
    /// Which of its tools runs commands.
    package var commandTool: String
    /// The option by which it takes settings from a file outside the user's tree.
    package var settingsOption: String
    /// The option by which it takes a folder with slash commands; nil when it takes none from outside the tree.
    package var commandsOption: String?
    /// Whether it was seen to work with the real program.
    package var isVerified: Bool
}

extension HookDialect {
    /// `hooks` by moment and matcher in a settings file, a plugin's folder for slash commands.
    package static let claude = HookDialect(
        name: "claude",
        moments: [
            .sessionStart: "SessionStart", .promptSubmit: "UserPromptSubmit", .beforeCompaction: "PreCompact",
            .beforeCommand: "PreToolUse", .turnEnd: "Stop", .turnRefused: "StopFailure",
        ], limitErrors: ["rate_limit"], commandTool: "Bash", settingsOption: "--settings",
        commandsOption: "--plugin-dir", isVerified: true)

    /// Those that come with the program, by name.
    package static let shipped = Dictionary(uniqueKeysWithValues: [claude].map { ($0.name, $0) })
}

internal import Wire

/// The files that tell an agent's program of our hooks, as texts, and the words that name them to it. Where they are put
/// is for whoever writes them: never into a work tree.
package struct HookFiles: Hashable, Sendable {
    package let dialect: HookDialect
    package let settings: HookSettings

    package init(_ dialect: HookDialect, _ settings: HookSettings) {
        self.dialect = dialect
        self.settings = settings
    }

    /// What the program is started with when the files lie in this folder.
    package static func arguments(of dialect: HookDialect, in folder: String) -> [String] {
        [dialect.settingsOption, settingsFile(in: folder)]
            + (dialect.commandsOption.map { [$0, "\(folder)/plugin"] } ?? [])
    }

    package static func settingsFile(in folder: String) -> String { "\(folder)/settings.json" }

    /// By name, relative to the folder.
    package var texts: [(name: String, text: String)] {
        var files = [(name: "settings.json", text: settings.text)]
        if dialect.commandsOption != nil {
            files.append((name: "plugin/.claude-plugin/plugin.json", text: SlashCommand.manifest + "\n"))
            files += SlashCommand.all.map { (name: "plugin/commands/\($0.name).md", text: $0.file) }
        }
        return files
    }
}

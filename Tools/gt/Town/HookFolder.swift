import Agents
import Host
import Wire

/// The files that tell an agent's program of our hooks, in a folder that is nobody's work tree.
struct HookFolder {
    let path: String
    let dialect: HookDialect

    /// What the program is started with.
    var arguments: [String] {
        [dialect.settingsOption, settingsFile] + (dialect.commandsOption.map { [$0, plugin] } ?? [])
    }

    private var settingsFile: String { "\(path)/settings.json" }
    private var plugin: String { "\(path)/plugin" }

    /// Gives the files, relative to the folder. Throws before anything is written when one is not to be touched.
    func write(_ settings: HookSettings) throws(CommandFailure) -> [String] {
        if let tree = TownDiscovery.upward(from: path).first(where: { Files.exists("\($0)/.git") }) {
            throw CommandFailure(
                .refused, code: "conflict", "\(path) is in the work tree \(tree), where nothing of the town is written",
                about: path, hint: "--output FOLDER, outside of it")
        }
        var settings = settings
        // What is there is its user's: it stays, with ours beside it.
        if Files.exists(settingsFile) { try settings.merge(file: settingsFile) }
        var files = [("settings.json", settings.text)]
        if dialect.commandsOption != nil {
            files.append(("plugin/.claude-plugin/plugin.json", SlashCommand.manifest + "\n"))
            files += SlashCommand.all.map { ("plugin/commands/\($0.name).md", $0.file) }
        }
        do throws(HostError) {
            for (name, text) in files {
                let file = "\(path)/\(name)"
                try Files.makeDirectory(Files.parent(of: file))
                try Files.writeAtomically(text, to: file)
            }
        } catch {
            throw CommandFailure(error)
        }
        return files.map(\.0)
    }
}

import ArgumentParser
import PluginFiles
import TownModel
import Wire

struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Errands of the town or a rig that come again: by time, event, condition or hand.",
        discussion: """
            A plugin is a directory with a plugin.md in config/plugins, or in rigs/<rig>/plugins (docs/plugins.md). A dog
            runs the executable run beside it, or an agent follows its instructions; each run is a bead.

            Example: gt plugin list
            """,
        subcommands: [
            PluginListCommand.self, PluginShowCommand.self, PluginRunCommand.self, PluginHistoryCommand.self,
            PluginEnableCommand.self, PluginDisableCommand.self,
        ])
}

/// Which plugin a command is about.
struct PluginOptions: ParsableArguments {
    @Argument(help: "Its name, or web/name, town/name.", completion: IDCompletion.plugins) var plugin: String
    @Option(help: "Of this rig. Default: the rig here, then the town.", completion: IDCompletion.rigs)
    var rig: RigName?
}

extension Invocation {
    func plugin(_ options: PluginOptions) throws(CommandFailure) -> PluginFolder.Found {
        try PluginBook(try town()).find(options.plugin, rig: try rig(of: options))
    }

    func pluginID(_ options: PluginOptions) throws(CommandFailure) -> PluginID {
        try PluginBook(try town()).id(options.plugin, rig: try rig(of: options))
    }

    private func rig(of options: PluginOptions) throws(CommandFailure) -> RigName? {
        if let rig = options.rig { return rig }
        return PluginID(options.plugin) == nil ? try rigHere() : nil
    }
}

extension TownClient {
    /// What the ledger knows of plugins, by plugin.
    func plugins() async throws(CommandFailure) -> [PluginID: PluginState] {
        let known = try await query(PluginList()).plugins
        return Dictionary(known.map { ($0.plugin, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

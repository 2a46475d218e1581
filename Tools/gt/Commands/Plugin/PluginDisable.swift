import ArgumentParser
import TownModel
import Wire

struct PluginDisableCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Keep a plugin from being run by itself; gt plugin run still does.",
        discussion: """
            A run on its way goes on to its end.

            Example: gt plugin disable tidy
            """)

    @OptionGroup var plugin: PluginOptions
    @Option(help: "Id of the command, to repeat one that was not answered.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(PluginDisable(plugin: try call.pluginID(plugin)), id: id)
        call.answer(reply) { $0.plain("\(reply.state.plugin) is switched off") }
    }
}

import ArgumentParser
import TownModel
import Wire

struct PluginEnableCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Let a plugin be run by itself again, from its next moment on.",
        discussion: """
            What was due while it was off is not made up for by a schedule; a cooldown that is over runs at once.

            Example: gt plugin enable tidy
            """)

    @OptionGroup var plugin: PluginOptions
    @Option(help: "Id of the command, to repeat one that was not answered.") var id: CommandID?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let reply = try await call.client().command(PluginEnable(plugin: try call.pluginID(plugin)), id: id)
        call.answer(reply) { $0.plain("\(reply.state.plugin) is switched on") }
    }
}

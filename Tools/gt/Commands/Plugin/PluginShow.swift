import ArgumentParser
import PluginFiles
import TownModel

struct PluginShowCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a plugin: what its files say, what is wrong with them, its last run.",
        discussion: """
            A rig's plugin is shown before the town's of the same name; town/<name> names that one. Both are run.

            Example: gt plugin show tidy
            """)

    @OptionGroup var plugin: PluginOptions
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let found = try call.plugin(plugin)
        let sight = PluginSight(found, try await call.client().plugins()[found.id], at: call.screen.now)
        call.answer(sight) { PluginText.show(sight, $0) }
    }
}

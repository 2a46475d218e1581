import ArgumentParser
import TownModel
import Wire

struct PluginHistoryCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the runs of a plugin, newest first: bead, how long, what came of it.",
        discussion: """
            gt bead show <bead> has what a run wrote. The last hundred are kept.

            Example: gt plugin history tidy
            """)

    @OptionGroup var plugin: PluginOptions
    @Option(help: "How many at most.") var limit = 20
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        guard limit > 0 else { throw CommandFailure.usage("--limit is 1 or more", hint: "leave it out for 20") }
        let runs = try await call.client().query(PluginHistory(plugin: try call.pluginID(plugin), limit: limit)).runs
        call.answer(runs) { PluginText.history(runs, $0) }
    }
}

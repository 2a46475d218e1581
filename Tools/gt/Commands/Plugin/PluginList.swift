import ArgumentParser
import PluginFiles
import TownModel

struct PluginListCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List plugins: when each is run, what it waits for, what came of its last run.",
        discussion: "Example: gt plugin list")

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let book = PluginBook(try call.town())
        let states = try await call.client().plugins()
        let sights = book.all().map { PluginSight($0, states[$0.id], at: call.screen.now) }
        call.answer(sights) { PluginText.table(sights, $0) }
        for line in book.remarks + sights.flatMap({ $0.problems }).map({ "gt: \($0)" }) {
            call.note(call.screen.plain(line))
        }
    }
}

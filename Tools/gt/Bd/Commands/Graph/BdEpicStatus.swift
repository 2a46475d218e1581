import ArgumentParser
import TownModel

struct BdEpicStatus: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List open epics with how many of their parts are closed.",
        discussion: "Example: bd epic status --eligible-only --json")

    @Flag(help: "Only those whose parts are all closed.") var eligibleOnly = false
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let epics = try await EpicProgress.all(home.selected(call, client), client).filter {
            !eligibleOnly || $0.isEligible
        }
        call.answer(RawJSON.array(epics.map(\.json))) { screen in
            epics.isEmpty ? "no such epics" : epics.map { $0.text(screen) }.joined(separator: "\n")
        }
    }
}

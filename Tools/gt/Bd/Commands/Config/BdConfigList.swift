import ArgumentParser
import TownModel
import Wire

struct BdConfigList: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print every setting that holds here.",
        discussion: "Example: bd config list --json")

    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let settings = try await BdSettings(home.one(call, client), client).all
        call.answer(RawJSON.object(settings)) { screen in
            settings.map { "\($0.name) = \(screen.plain($0.value))" }.joined(separator: "\n")
        }
    }
}

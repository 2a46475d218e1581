import ArgumentParser
import TownModel
import Wire

struct BdConfigGet: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print a setting; one that is not set is the empty text.",
        discussion: "Example: bd config get issue_prefix --json")

    @Argument(help: "The setting.") var key: String
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let value = try await BdSettings(home.one(call, client), client)[key]
        call.answer(RawJSON.object(["key": RawJSON.text(key), "value": RawJSON.text(value ?? "")])) { screen in
            value.map(screen.plain) ?? "\(screen.plain(key)) (not set)"
        }
    }
}

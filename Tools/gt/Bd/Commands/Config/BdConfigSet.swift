import ArgumentParser
import TownModel
import Wire

struct BdConfigSet: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Keep a setting of your own: its name begins with custom.",
        discussion: "Example: bd config set custom.deploy.url https://example.org")

    @Argument(help: "The setting.") var key: String
    @Argument(help: "Its value; after -- one that begins with a hyphen.") var value: String
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let home = try await home.one(call, client)
        let name = try BdSettings.own(key, home)
        _ = try await client.command(SettingSet(home: home, name: name, value: value))
        call.answer(RawJSON.object(["key": RawJSON.text(key), "value": RawJSON.text(value)])) {
            "\(name) = \($0.plain(value))"
        }
    }
}

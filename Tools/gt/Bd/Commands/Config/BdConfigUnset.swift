import ArgumentParser
import TownModel
import Wire

struct BdConfigUnset: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Take away a setting of your own.",
        discussion: "Example: bd config unset custom.deploy.url")

    @Argument(help: "The setting.") var key: String
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.writer()
        let home = try await home.one(call, client)
        let name = try BdSettings.own(key, home)
        _ = try await client.command(SettingSet(home: home, name: name, value: nil))
        call.answer(RawJSON.object(["key": RawJSON.text(key)])) { _ in "\(name) is not set" }
    }
}

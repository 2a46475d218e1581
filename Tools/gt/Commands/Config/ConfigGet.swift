import ArgumentParser
import Configuration

struct ConfigGetCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Print a setting's value in effect.",
        discussion: "Example: gt config get target --rig web")

    @Argument(help: "The setting.") var key: String
    @OptionGroup var target: ConfigurationTarget
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let place = try target.place(call)
        let name = try place.key(key).name
        let value = try place.values()[name] ?? ""
        call.answer([name: value]) { $0.plain(value) }
    }
}

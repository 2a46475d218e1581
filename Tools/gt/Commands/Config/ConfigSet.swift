import ArgumentParser
import Configuration
import Host
import Wire

struct ConfigSetCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a setting in its file, and have the store read it.",
        discussion: """
            The file is replaced whole; its comments stay. A value that can't be used is not written.

            Example: gt config set landing local --rig web
            """)

    @Argument(help: "The setting.") var key: String
    @Argument(help: "Its new value.") var value: String
    @OptionGroup var target: ConfigurationTarget
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let place = try target.place(call)
        let name = try place.key(key)
        try Files.writeAtomically(try place.changed(name, to: value), to: place.path, mode: 0o644)
        try await ConfigReloadCommand.reload(call)
        call.answer([name.name: value]) { "\(name.name) is now \($0.plain(value)), in \(place.path)" }
    }
}

import ArgumentParser
import Host
import TownModel

struct NamePoolSetCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Have a rig's next polecats, or the town's, called by a theme.",
        discussion: """
            Written to the settings file: [names] theme. Who has a name keeps it, also when its work comes back.
            A list of one's own is written by hand: [names] names = ["otter", "heron"], up to 2000 names.

            Example: gt namepool set minerals --rig web
            """)

    @Argument(help: "The theme (gt namepool themes).") var theme: String
    @OptionGroup var target: ConfigurationTarget
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let known = try NamePoolThemesCommand.known(theme)
        let place = try target.place(call)
        let text = try place.changed(try place.key("names.theme"), to: known.name)
        try Files.writeAtomically(text, to: place.path, mode: 0o644)
        try await ConfigReloadCommand.reload(call)
        let whose = place.rig.map { "the next polecats of \($0)" } ?? "the next polecats of rigs that say nothing else"
        call.answer(["names.theme": known.name]) { _ in
            "\(whose) are called by the theme \(known.name), in \(place.path)"
        }
    }
}

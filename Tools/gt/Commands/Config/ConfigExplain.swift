import ArgumentParser
import Configuration

struct ConfigExplainCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a setting means, what it is, and where its value comes from.",
        discussion: "Example: gt config explain --rig web")

    @Argument(help: "The setting; all of them without it.") var key: String?
    @OptionGroup var target: ConfigurationTarget
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let place = try target.place(call)
        let keys = try key.map { name throws(CommandFailure) in [try place.key(name)] } ?? place.keys
        let values = try place.values()
        let edit = ConfigurationEdit(try place.text())
        let rows = keys.map { Row($0, value: values[$0.name] ?? "", edit, path: place.path) }
        call.answer(rows) { screen in rows.map { $0.text(screen) }.joined(separator: "\n") }
    }

    private struct Row: Encodable {
        let name: String, value: String, source: String, shape: String, sentence: String

        init(_ key: ConfigurationKey, value: String, _ edit: ConfigurationEdit, path: String) {
            name = key.name
            self.value = value
            shape = key.shape
            sentence = key.sentence
            source =
                edit.line(of: key.name).map { "\(path):\($0)" } ?? (value == key.standard ? "the default" : path)
        }

        func text(_ screen: Screen) -> String {
            "\(screen.paint(name, .bold)) = \(screen.plain(value))   (\(screen.plain(source)))\n"
                + "  \(sentence) It is \(shape)."
        }
    }
}

import ArgumentParser
import Configuration

struct ConfigExplainCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a setting means, what it is, where that comes from, and what holds otherwise.",
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
        let name: String, value: String, source: String, file: String, shape: String, sentence: String
        /// nil for what the file must say.
        let standard: String?

        private enum CodingKeys: String, CodingKey {
            case name, value, source, file, shape, sentence
            case standard = "default"
        }

        init(_ key: ConfigurationKey, value: String, _ edit: ConfigurationEdit, path: String) {
            name = key.name
            self.value = value
            file = path
            standard = key.standard
            shape = key.shape
            sentence = key.sentence
            source =
                edit.line(of: key.name).map { "\(path):\($0)" } ?? (value == key.standard ? "the default" : path)
        }

        func text(_ screen: Screen) -> String {
            "\(screen.paint(name, .bold)) = \(screen.plain(value))   (\(screen.plain(source)))\n"
                + "  \(sentence)\n  takes \(shape); default: \(standard ?? "none, it must be said")"
        }
    }
}

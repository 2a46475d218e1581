import Configuration
import TownModel

/// The one look that a command takes into a rig's settings by itself, when the store does not know the rig yet.
enum RigSettingsFile {
    static func target(_ text: String, path: String) throws(CommandFailure) -> String {
        do {
            return try RigFile.parse(text, path: path).target
        } catch {
            throw .configuration("\(error)", hint: "correct the file, then repeat the command")
        }
    }
}

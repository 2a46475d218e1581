import Agents
import Host
import Wire

/// The files that tell an agent's program of our hooks, in a folder that is nobody's work tree.
struct HookFolder {
    let path: String
    let dialect: HookDialect

    /// What the program is started with.
    var arguments: [String] { HookFiles.arguments(of: dialect, in: path) }

    /// Gives the files, relative to the folder. Throws before anything is written when one is not to be touched.
    func write(_ settings: HookSettings) throws(CommandFailure) -> [String] {
        if let tree = TownDiscovery.upward(from: path).first(where: { Files.exists("\($0)/.git") }) {
            throw CommandFailure(
                .refused, code: "conflict", "\(path) is in the work tree \(tree), where nothing of the town is written",
                about: path, hint: "--output FOLDER, outside of it")
        }
        var settings = settings
        // What is there is its user's: it stays, with ours beside it.
        let settingsFile = HookFiles.settingsFile(in: path)
        if Files.exists(settingsFile) { try settings.merge(file: settingsFile) }
        let files = HookFiles(dialect, settings).texts
        do throws(HostError) {
            for (name, text) in files {
                let file = "\(path)/\(name)"
                try Files.makeDirectory(Files.parent(of: file))
                try Files.writeAtomically(text, to: file)
            }
        } catch {
            throw CommandFailure(error)
        }
        return files.map(\.name)
    }
}

package import TownModel

/// What lies in a plugin's directory, as it was read: the reader itself touches no file.
package struct PluginSource: Hashable, Sendable {
    package var id: PluginID
    /// Of `plugin.md`.
    package var text: String
    package var writtenAt: Timestamp
    /// `run` or `run.sh`; nil: neither is there.
    package var program: Program?

    package struct Program: Hashable, Sendable {
        package var name: String
        package var isExecutable: Bool

        package init(name: String, isExecutable: Bool) {
            self.name = name
            self.isExecutable = isExecutable
        }
    }

    package init(id: PluginID, text: String, writtenAt: Timestamp, program: Program? = nil) {
        self.id = id
        self.text = text
        self.writtenAt = writtenAt
        self.program = program
    }

    package static let fileName = "plugin.md"
    /// The first that is there is the one.
    package static let programNames = ["run", "run.sh"]

    package var path: String { "\(id.directory)/\(Self.fileName)" }

    /// The plugin, and everything that is odd about it. nil: it can't be run, and at least one problem is an error.
    package func read() -> (plugin: Plugin?, problems: [PluginProblem]) {
        let reader = PluginReader(path: path)
        let plugin = reader.plugin(self)
        let isSound = !reader.problems.contains { $0.gravity == .error }
        return (isSound ? plugin : nil, reader.problems)
    }
}

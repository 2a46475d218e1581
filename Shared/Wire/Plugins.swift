package import TownModel

/// A run of a plugin begins: its bead is made and hung on a free dog's hook, in one transaction; with no dog free nothing is
/// made. Refused as `already` while a run of the same plugin is open.
///
/// Id of a role's: `plugin/<plugin>/<number>`, the run's own, so that a tick, an event and a restart mean the same one.
package struct PluginBegin: Command {
    package typealias Reply = PluginReply
    package static let verb = "plugin.begin"
    package var plugin: PluginID
    /// How many runs the sender knows of; another number is refused. nil: by hand, whatever there was.
    package var after: Int64?
    package var title: String
    /// For whoever carries it out, as the plugin's file has them.
    package var instructions: String
    package var labels: [String]
    /// The file in the plugin's directory that is run; nil: an agent gets the instructions.
    package var program: String?
    /// The agent that gets them; nil: the dog's own, else the town's.
    package var preset: String?
    package var timeoutSeconds: Int64
    /// A person is told when it fails, with this severity; nil: nobody is.
    package var severity: Severity?
    /// Its bead stays in the files, unless the run was skipped.
    package var digest: Bool

    package init(
        plugin: PluginID, after: Int64? = nil, title: String, instructions: String, labels: [String] = [],
        program: String? = nil, preset: String? = nil, timeoutSeconds: Int64, severity: Severity? = nil,
        digest: Bool = false
    ) {
        self.plugin = plugin
        self.after = after
        self.title = title
        self.instructions = instructions
        self.labels = labels
        self.program = program
        self.preset = preset
        self.timeoutSeconds = timeoutSeconds
        self.severity = severity
        self.digest = digest
    }
}

package struct PluginReply: Codable, Hashable, Sendable {
    package var state: PluginState

    package init(state: PluginState) { self.state = state }
}

/// The dog that has a run says what came of it: the bead keeps the output and is closed. Other runs end with their bead.
package struct PluginEnded: Command {
    package typealias Reply = PluginReply
    package static let verb = "plugin.ended"
    package var bead: BeadID
    package var result: PluginResult
    /// In a line, why, or with what.
    package var note: String
    /// The end of what it wrote; empty: nothing.
    package var output: String

    package init(bead: BeadID, result: PluginResult, note: String, output: String = "") {
        self.bead = bead
        self.result = result
        self.note = note
        self.output = output
    }
}

/// A plugin is run by itself again, from its next moment on.
package struct PluginEnable: Command {
    package typealias Reply = PluginReply
    package static let verb = "plugin.enable"
    package var plugin: PluginID

    package init(plugin: PluginID) { self.plugin = plugin }
}

/// A plugin is not run by itself any more; by hand it is. A run on its way goes on.
package struct PluginDisable: Command {
    package typealias Reply = PluginReply
    package static let verb = "plugin.disable"
    package var plugin: PluginID

    package init(plugin: PluginID) { self.plugin = plugin }
}

/// What the ledger knows of plugins: those that were ever run or switched. What lies in directories is not its own.
package struct PluginList: Query {
    package typealias Reply = PluginPage
    package static let verb = "plugin.list"

    package init() {}
}

package struct PluginPage: Codable, Hashable, Sendable {
    /// By place and name.
    package var plugins: [PluginState]

    package init(plugins: [PluginState]) { self.plugins = plugins }
}

/// The runs of a plugin, newest first: the last hundred are kept.
package struct PluginHistory: Query {
    package typealias Reply = PluginRuns
    package static let verb = "plugin.history"
    package var plugin: PluginID
    package var limit: Int

    package init(plugin: PluginID, limit: Int = 20) {
        self.plugin = plugin
        self.limit = limit
    }
}

package struct PluginRuns: Codable, Hashable, Sendable {
    package var runs: [PluginRun]

    package init(runs: [PluginRun]) { self.runs = runs }
}

/// The run whose bead this is.
package struct PluginRunShow: Query {
    package typealias Reply = PluginRunReply
    package static let verb = "plugin.run"
    package var bead: BeadID

    package init(bead: BeadID) { self.bead = bead }
}

package struct PluginRunReply: Codable, Hashable, Sendable {
    /// nil: the bead is no plugin's.
    package var plugin: PluginID?
    package var run: PluginRun?

    package init(plugin: PluginID? = nil, run: PluginRun? = nil) {
        self.plugin = plugin
        self.run = run
    }
}

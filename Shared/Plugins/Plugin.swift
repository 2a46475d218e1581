package import TownModel

/// A plugin as its directory says it: `plugin.md`, and the program beside it, if there is one.
package struct Plugin: Hashable, Sendable {
    package var id: PluginID
    package var description: String
    package var version: Int64?
    package var gate: PluginGate
    /// On the bead of each run, `plugin:<name>` among them.
    package var labels: [String]
    /// Beads of its runs stay in the files.
    package var digest: Bool
    package var timeoutSeconds: Int64
    /// A person is told when it fails, with this severity; nil: nobody is.
    package var severity: Severity?
    /// The agent that gets the instructions; nil: the town's.
    package var preset: String?
    /// The program that is run, relative to the town's directory; nil: an agent gets the instructions.
    package var program: String?
    package var instructions: String
    /// When `plugin.md` was written: no moment before it was missed.
    package var writtenAt: Timestamp

    package init(
        id: PluginID, description: String = "", version: Int64? = nil, gate: PluginGate, labels: [String] = [],
        digest: Bool = false, timeoutSeconds: Int64 = PluginLimits.timeoutSeconds, severity: Severity? = nil,
        preset: String? = nil, program: String? = nil, instructions: String = "", writtenAt: Timestamp
    ) {
        self.id = id
        self.description = description
        self.version = version
        self.gate = gate
        self.labels = labels
        self.digest = digest
        self.timeoutSeconds = timeoutSeconds
        self.severity = severity
        self.preset = preset
        self.program = program
        self.instructions = instructions
        self.writtenAt = writtenAt
    }

    package var way: PluginWay { program == nil ? .agent : .script }

    /// The line that stands for a run in lists: a title has no control characters, and an end.
    package var title: String {
        let line = description.split(whereSeparator: \.isNewline).first ?? ""
        let scalars = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let words = String(String.UnicodeScalarView(scalars.prefix(PluginLimits.titleScalarsMax)))
        return "Plugin \(id.name): \(words.contains { !$0.isWhitespace } ? words : "a run")"
    }
}

/// When a plugin is run by itself.
package enum PluginGate: Hashable, Sendable {
    /// So many seconds after its last run began.
    case cooldown(seconds: Int64)
    case cron(CronSchedule)
    /// When this command of the shell ends with 0.
    case condition(check: String)
    /// After an event whose topic is like this.
    case event(on: TopicPattern)
    /// Only by hand.
    case manual

    package static let kinds = ["cooldown", "cron", "condition", "event", "manual"]

    /// As a person reads it.
    package var sentence: String {
        switch self {
        case .cooldown(let seconds): "every \(WrittenDuration.text(seconds))"
        case .cron(let schedule): "cron \(schedule.text)"
        case .condition(let check): "when `\(check)` ends with 0"
        case .event(let pattern): "after events like \(pattern.text)"
        case .manual: "by hand only"
        }
    }
}

package enum PluginLimits {
    /// Seconds that a run may take where the plugin does not say.
    package static let timeoutSeconds: Int64 = 600
    /// Seconds: a day. What takes longer is no errand.
    package static let timeoutSecondsMax: Int64 = 86_400
    /// Seconds: below it a plugin would do nothing but run.
    static let cooldownSecondsMin: Int64 = 1
    /// Bytes of `plugin.md`: it becomes a bead's description.
    package static let textBytesMax = 64 << 10
    /// Plugins of one folder; more are not looked at, and that is said.
    package static let pluginsMax = 200
    /// Seconds that the check of a condition may take.
    package static let checkSeconds: Int64 = 30
    static let labelsMax = 20
    /// Of a description, in the title of a run's bead, which holds 500 bytes.
    static let titleScalarsMax = 100
}

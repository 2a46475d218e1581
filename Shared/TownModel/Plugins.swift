/// The name of a plugin: that of its directory, in the alphabet of a rig's name.
package struct PluginName: TextID {
    package let text: String

    package init?(_ text: String) {
        guard IDAlphabet.isName(text) else { return nil }
        self.text = text
    }
}

/// A plugin of the town or of a rig: `town/git-hygiene`, `web/git-hygiene`. Two of one name in two places are two plugins.
package struct PluginID: TextID {
    /// nil: the town's own.
    package let rig: RigName?
    package let name: PluginName

    package static let town = "town"

    package init(rig: RigName? = nil, _ name: PluginName) {
        self.rig = rig
        self.name = name
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let name = PluginName(String(parts[1])) else { return nil }
        self.name = name
        if parts[0] == Self.town {
            rig = nil
        } else {
            guard let rig = RigName(String(parts[0])) else { return nil }
            self.rig = rig
        }
    }

    package var text: String { "\(rig?.text ?? Self.town)/\(name)" }

    /// Where its directory lies, relative to the town's.
    package var directory: String { "\(Self.folder(of: rig))/\(name)" }

    /// Where those of the town, or of a rig, lie.
    package static func folder(of rig: RigName?) -> String {
        rig.map { "rigs/\($0)/plugins" } ?? "config/plugins"
    }

    /// On the bead of each of its runs.
    package var label: String { "plugin:\(name)" }
}

/// How a run of a plugin is carried out.
package enum PluginWay: String, Hashable, Sendable, Codable, CaseIterable {
    /// Its program is run as it is, without a model.
    case script
    /// Its instructions are given to an agent.
    case agent
}

/// What came of a run.
package enum PluginResult: String, Hashable, Sendable, Codable, CaseIterable {
    case success
    case failure
    /// It found that there was nothing for it to do, and said so.
    case skipped
}

/// One run of a plugin: begun with its bead, ended with it.
package struct PluginRun: Hashable, Sendable, Codable {
    /// From 1, of this plugin.
    package var number: Int64
    package var bead: BeadID
    package var way: PluginWay
    /// Relative to the town's directory; nil where an agent has the instructions.
    package var program: String?
    package var timeoutSeconds: Int64
    /// A person is told when it fails, with this severity; nil: nobody is.
    package var severity: Severity?
    /// Its bead stays in the files when it has not been skipped.
    package var digest: Bool
    /// Whoever asked for it.
    package var by: Address
    /// The dog that has it.
    package var dog: Address?
    package var begun: Timestamp
    /// The log's last event before it: what came after is new to it.
    package var after: Int64
    package var ended: Timestamp?
    package var result: PluginResult?
    /// In a line, what came of it.
    package var note: String?
    /// What a person was asked because of it.
    package var escalation: BeadID?

    package init(
        number: Int64, bead: BeadID, way: PluginWay, program: String? = nil, timeoutSeconds: Int64,
        severity: Severity? = nil, digest: Bool = false, by: Address, dog: Address? = nil, begun: Timestamp,
        after: Int64, ended: Timestamp? = nil, result: PluginResult? = nil, note: String? = nil,
        escalation: BeadID? = nil
    ) {
        self.number = number
        self.bead = bead
        self.way = way
        self.program = program
        self.timeoutSeconds = timeoutSeconds
        self.severity = severity
        self.digest = digest
        self.by = by
        self.dog = dog
        self.begun = begun
        self.after = after
        self.ended = ended
        self.result = result
        self.note = note
        self.escalation = escalation
    }
}

/// What the ledger knows of a plugin: whether it is switched off, and its last run.
package struct PluginState: Hashable, Sendable, Codable {
    package var plugin: PluginID
    package var isOff: Bool
    /// When it was switched on or off last; nil: never.
    package var switchedAt: Timestamp?
    package var last: PluginRun?

    package init(
        plugin: PluginID, isOff: Bool = false, switchedAt: Timestamp? = nil, last: PluginRun? = nil
    ) {
        self.plugin = plugin
        self.isOff = isOff
        self.switchedAt = switchedAt
        self.last = last
    }

    /// How many runs were begun.
    package var runs: Int64 { last?.number ?? 0 }

    /// The one that has not ended.
    package var open: PluginRun? { last.flatMap { $0.ended == nil ? $0 : nil } }
}

internal import TownModel
internal import Wire

/// One of the files that the store reads its settings from.
enum ConfigFile: Hashable, Sendable {
    case town
    case agents
    case escalation
    case rig(RigName)

    init(_ apply: ConfigApply) {
        if let rig = apply.rig {
            self = .rig(rig)
        } else {
            self =
                switch apply.file {
                case .agents: .agents
                case .escalation: .escalation
                case .town, nil: .town
                }
        }
    }

    /// Under which the hash of what was last applied is kept.
    var meta: String {
        switch self {
        case .town: "config/town.toml"
        case .agents: "config/agents.toml"
        case .escalation: "config/escalation.toml"
        case .rig(let rig): "config/rigs/\(rig)/rig.toml"
        }
    }

    var subject: String {
        switch self {
        case .town: "town.toml"
        case .agents: "agents.toml"
        case .escalation: "escalation.toml"
        case .rig(let rig): rig.text
        }
    }
}

enum ConfigVerbs {
    static let rules: [VerbRule] = [
        .command(ConfigApply.self) { (apply, work) throws(LedgerError) in
            try work.apply(apply)
            return Done()
        }
    ]
}

extension Transaction {
    /// Nothing happens for a file that says what it said before: a start, or a reload, leaves a quiet town quiet.
    fileprivate func apply(_ apply: ConfigApply) throws(LedgerError) {
        let file = ConfigFile(apply)
        let problem = try problem(of: apply)
        let mark = problem == nil ? apply.hash : "refused:\(apply.hash)"
        let before = try text("SELECT value FROM meta WHERE name = ?", .text(file.meta))
        // A program that reads more in a file than the one before it finds something new in the same text.
        if problem == nil, let name = apply.rig, let settings = apply.settings {
            if before != mark { try setMeta(file.meta, mark) }
            return try change(name, settings)
        }
        // Most towns have none of these files, and never had one.
        if before == nil, apply.presets?.isEmpty == true || apply.escalation == EscalationSettings() { return }
        guard before != mark else { return }
        try setMeta(file.meta, mark)
        if let problem {
            return try emit(
                .configRefused, in: apply.rig.map(StreamName.rig) ?? .town, subject: file.subject,
                EventData(note: problem))
        }
        if let presets = apply.presets {
            try keep(presets)
            try emit(
                .configChanged, in: .town, subject: file.subject,
                EventData(note: presets.map(\.name).joined(separator: ", ")))
        }
        if let escalation = apply.escalation {
            try keep(escalation)
            try emit(
                .configChanged, in: .town, subject: file.subject,
                EventData(note: escalation.commands.map(\.name).joined(separator: ", ")))
        }
        if file == .town, let name = apply.townName { try change(name, apply, file) }
    }

    /// Why the file can't be used: its reader's word, else what only the ledger knows.
    private func problem(of apply: ConfigApply) throws(LedgerError) -> String? {
        if let problem = apply.problem { return problem }
        guard let prefix = apply.townPrefix, let holder = try rigs().first(where: { $0.prefix == prefix.text })
        else { return nil }
        return "the prefix \(prefix) is that of the rig \(holder.name)"
    }

    private func change(_ townName: String, _ apply: ConfigApply, _ file: ConfigFile) throws(LedgerError) {
        try setMeta("town.name", townName)
        if let prefix = apply.townPrefix { try setMeta("town.prefix", prefix.text) }
        if let agents = apply.townAgents { try keep(agents) }
        try keep(apply.townLimits ?? TownLimits())
        try keep(apply.townNames)
        if let most = apply.townDogs { try setMeta(DogMeta.max, String(most)) }
        try emit(.configChanged, in: .town, subject: file.subject, EventData(note: townName))
        // Who works in a rig that does not say so itself is the town's word.
        for rig in try rigs() where rig.state != .removed { try change(rig.name, rig.settings) }
    }

    private func change(_ name: RigName, _ settings: RigSettings) throws(LedgerError) {
        var rig = try knownRig(name)
        let settings = settings.under(try townAgents())
        guard rig.settings != settings else { return }
        if rig.settings.gates != settings.gates { try forgetVerdicts(of: name) }
        rig.settings = settings
        try save(rig)
        try tell(.configChanged, rig)
    }
}

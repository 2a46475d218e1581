internal import TownModel
internal import Wire

/// One of the files that the store reads its settings from.
enum ConfigFile: Hashable, Sendable {
    case town
    case rig(RigName)

    /// Under which the hash of what was last applied is kept.
    var meta: String {
        switch self {
        case .town: "config/town.toml"
        case .rig(let rig): "config/rigs/\(rig)/rig.toml"
        }
    }

    var subject: String {
        switch self {
        case .town: "town.toml"
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
        let file = apply.rig.map(ConfigFile.rig) ?? .town
        var apply = apply
        if apply.problem == nil, let prefix = apply.townPrefix,
            let holder = try rigs().first(where: { $0.prefix == prefix.text })
        {
            apply.problem = "the prefix \(prefix) is that of the rig \(holder.name)"
        }
        let mark = apply.problem == nil ? apply.hash : "refused:\(apply.hash)"
        guard try text("SELECT value FROM meta WHERE name = ?", .text(file.meta)) != mark else { return }
        try setMeta(file.meta, mark)
        if let problem = apply.problem {
            try emit(
                .configRefused, in: apply.rig.map(StreamName.rig) ?? .town, subject: file.subject,
                EventData(note: problem))
            return
        }
        if let name = apply.rig, let settings = apply.settings { try change(name, settings) }
        if apply.rig == nil, let name = apply.townName {
            try setMeta("town.name", name)
            if let prefix = apply.townPrefix { try setMeta("town.prefix", prefix.text) }
            try emit(.configChanged, in: .town, subject: file.subject, EventData(note: name))
        }
    }

    private func change(_ name: RigName, _ settings: RigSettings) throws(LedgerError) {
        var rig = try knownRig(name)
        guard rig.settings != settings else { return }
        rig.settings = settings
        try save(rig)
        try tell(.configChanged, rig)
    }
}

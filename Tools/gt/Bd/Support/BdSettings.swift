import TownModel
import Wire

/// What `bd config` knows of a home: the prefix of its ids, and settings of somebody's own.
struct BdSettings {
    private let prefix: String
    private let own: [SettingName: String]

    init(_ home: BeadHome, _ client: TownClient) async throws(CommandFailure) {
        prefix = try await BdPlace(home, client).prefix
        own = try await client.query(SettingList(home: home)).settings
    }

    /// In the order of their names.
    var all: [(name: String, value: String)] {
        [(Self.prefixNames[0], prefix)] + own.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    }

    /// nil for what is not set, known or not.
    subscript(key: String) -> String? {
        Self.prefixNames.contains(key) ? prefix : SettingName(key).flatMap { own[$0] }
    }

    /// The name of a setting that may be changed here; for any other, why it can't be and what does the job.
    static func own(_ key: String, _ home: BeadHome) throws(CommandFailure) -> SettingName {
        if let name = SettingName(key) { return name }
        if prefixNames.contains(key) {
            throw CommandFailure(
                .refused, code: "conflict", "ids of \(home) keep their beginning", about: key,
                hint: home == .hq ? "gt config set prefix <text> changes that of new ones" : "gt rig list shows it")
        }
        let known = BdForeignSettings.sentence(about: key)
        throw CommandFailure(
            .refused, code: "not-found",
            "there is no setting \(UntrustedText.line(key)) here" + (known.map { ": \($0)" } ?? ""), about: key,
            hint: "one of your own: \(SettingName.beginning) and letters, digits, hyphens, full stops")
    }

    /// As the reference spells it, and as its files do.
    private static let prefixNames = ["issue_prefix", "issue-prefix"]
}

/// Settings of the reference that have no meaning here, with what does the job: never taken and then without effect.
enum BdForeignSettings {
    static func sentence(about key: String) -> String? {
        groups.first { group in
            group.names.contains { $0.hasSuffix("*") ? key.hasPrefix($0.dropLast()) : key == $0 }
        }?.sentence
    }

    private static let groups: [(names: [String], sentence: String)] = [
        (["status.*", "types.*"], "statuses and types are fixed, a label says more (bd label add)"),
        (
            [
                "sync.*", "sync-branch", "no-db", "no-daemon", "no-auto-flush", "no-auto-import", "auto-start-daemon",
                "flush-debounce", "remote-sync-interval", "daemon.*", "git.*", "db", "lock-timeout",
            ], "the store keeps the ledger and writes the files of issues by itself"
        ),
        (
            ["export.*", "auto_export.*", "import.*"],
            "there is one export and one merge, and neither loses anything (bd export, bd import)"
        ),
        (["compact_*", "auto_compact_enabled"], "nothing is compacted"),
        (["min_hash_length", "max_hash_length", "max_collision_prob", "issue_id_mode"], "the store makes ids"),
        (
            ["jira.*", "linear.*", "github.*", "gitlab.*", "ado.*", "notion.*"],
            "the town asks no tracker (bd export and bd import carry issues)"
        ),
        (
            ["routing.*", "repos.*", "contributor.*", "beads.role", "directory.*", "external_projects*"],
            "an issue belongs to the rig that it is made in (--rig)"
        ),
        (
            ["validation.*", "create.require-description"],
            "bd list --empty-description finds issues that say too little"
        ),
        (["json", "actor", "identity"], "--json and BD_ACTOR say it"),
        (["doctor.*"], "gt doctor looks at the town"), (["mail.*"], "gt mail sends and reads letters"),
    ]
}

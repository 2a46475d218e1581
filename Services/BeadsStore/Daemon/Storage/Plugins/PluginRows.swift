internal import TownModel
internal import Wire

enum PluginLimits {
    /// Runs of one plugin that are remembered.
    static let runsMax: Int64 = 100
    /// Bytes of what a run wrote that its bead keeps: the end.
    static let outputBytesMax = 16 << 10
    /// Seconds that a program's dog has to say itself that its time is over, before it is said here.
    static let scriptGraceSeconds: Int64 = 60
    /// As whoever reads plugins reads them.
    static let timeoutSecondsMax: Int64 = 86_400
    static let programs: Set<String> = ["run", "run.sh"]
    /// With this begins what a run says that had nothing to do.
    static let skipWord = "SKIP:"
}

extension PluginID {
    /// The column that says whose it is; empty for the town's.
    var place: String { rig?.text ?? "" }
}

extension LedgerReader {
    /// nil: it was never run nor switched.
    func plugin(_ plugin: PluginID) throws(LedgerError) -> PluginState? {
        try value(
            PluginState.self, "SELECT value FROM plugins WHERE rig = ? AND name = ?", .text(plugin.place),
            .text(plugin.name.text))
    }

    func plugins() throws(LedgerError) -> [PluginState] {
        try values(PluginState.self, "SELECT value FROM plugins ORDER BY rig, name")
    }

    /// Of one place; nil: the town's.
    func plugins(of rig: RigName?) throws(LedgerError) -> [PluginState] {
        try values(
            PluginState.self, "SELECT value FROM plugins WHERE rig = ? ORDER BY name", .text(rig?.text ?? ""))
    }

    func runs(of plugin: PluginID, limit: Int) throws(LedgerError) -> [PluginRun] {
        try values(
            PluginRun.self, "SELECT value FROM plugin_runs WHERE rig = ? AND name = ? ORDER BY number DESC LIMIT ?",
            .text(plugin.place), .text(plugin.name.text), .int(max(1, min(Int64(limit), PluginLimits.runsMax))))
    }

    /// nil: the bead is no plugin's.
    func pluginRun(of bead: BeadID) throws(LedgerError) -> (plugin: PluginID, run: PluginRun)? {
        let place = try read { (db) throws(SQLiteFailure) in
            try db.first("SELECT rig, name, value FROM plugin_runs WHERE bead = ?", [.text(bead.text)]) {
                (row) throws(SQLiteFailure) in (rig: row.text(0), name: row.text(1), value: row.text(2))
            }
        }
        guard let place, let name = PluginName(place.name) else { return nil }
        return (PluginID(rig: RigName(place.rig), name), try Self.decode(PluginRun.self, place.value))
    }

    /// The run that is to end with this bead; nil: none.
    func openPluginRun(of bead: BeadID) throws(LedgerError) -> (plugin: PluginID, run: PluginRun)? {
        guard let found = try pluginRun(of: bead), found.run.ended == nil else { return nil }
        return found
    }
}

extension Transaction {
    func save(_ state: PluginState) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO plugins (rig, name, value) VALUES (?, ?, ?)", .text(state.plugin.place),
            .text(state.plugin.name.text), .text(JSONText.text(state)))
    }

    /// The oldest give way.
    func save(_ run: PluginRun, of plugin: PluginID) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO plugin_runs (bead, rig, name, number, value) VALUES (?, ?, ?, ?, ?)",
            .text(run.bead.text), .text(plugin.place), .text(plugin.name.text), .int(run.number),
            .text(JSONText.text(run)))
        try write(
            "DELETE FROM plugin_runs WHERE rig = ? AND name = ? AND number <= ?", .text(plugin.place),
            .text(plugin.name.text), .int(run.number - PluginLimits.runsMax))
    }

    /// An event about a plugin as the ledger knows it now, in its place's stream.
    func tell(_ kind: EventKind, _ state: PluginState, _ note: String?) throws(LedgerError) {
        try emit(
            kind, in: state.plugin.rig.map(StreamName.rig) ?? .town, subject: state.plugin.text,
            EventData(plugin: state, note: note))
    }
}

extension Schema {
    /// Plugins that were ever run or switched, and their runs. `rig` is empty for the town's own.
    static let version16 = """
        CREATE TABLE plugins (
            rig TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (rig, name)
        ) WITHOUT ROWID;
        CREATE TABLE plugin_runs (
            bead TEXT PRIMARY KEY, rig TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX plugin_runs_number ON plugin_runs (rig, name, number);
        """
}

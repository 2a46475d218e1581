extension Schema {
    /// What gates have said: by tree, and counted by gate and day (days since 1970).
    static let version10 = """
        CREATE TABLE verdicts (
            rig TEXT NOT NULL, tree TEXT NOT NULL, judged_at INTEGER NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (rig, tree)
        ) WITHOUT ROWID;
        CREATE INDEX verdicts_age ON verdicts (rig, judged_at);
        CREATE TABLE gate_days (
            rig TEXT NOT NULL, gate TEXT NOT NULL, day INTEGER NOT NULL, runs INTEGER NOT NULL DEFAULT 0,
            reds INTEGER NOT NULL DEFAULT 0, flakes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (rig, gate, day)
        ) WITHOUT ROWID;
        """
}

extension Schema {
    /// The turns of sessions whose hooks tell of them, what has held an agent's stop, and to which session a nudge was
    /// shown.
    static let version9 = """
        CREATE TABLE turns (
            session TEXT PRIMARY KEY, number INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE stops_held (
            agent TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (agent, kind)
        ) WITHOUT ROWID;
        ALTER TABLE nudges ADD COLUMN session TEXT;
        CREATE INDEX nudges_shown ON nudges (session) WHERE state IN ('delivered', 'turn-started');
        """
}

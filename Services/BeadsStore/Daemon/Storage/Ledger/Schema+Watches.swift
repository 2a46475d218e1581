extension Schema {
    /// What gates of molecules wait for on the bus. `watches` has each mail and each pattern of topics once, found by `key`
    /// when something like it has happened (`EventWatch`), with the newest event that fits and was not followed yet;
    /// `watch_gates` has the gates, each with how far the log was looked through for it, and from where to where it is to be;
    /// `watch_rounds` what opened a gate in a loop, so that the next round's waits for another. All are empty as long as no
    /// such gate is shut. `gate_looks` has the gates that are looked at by somebody with hands: which look is the next, and
    /// when it is due.
    ///
    /// A molecule knows where the log ended when it was made.
    static let version15 = """
        ALTER TABLE molecules ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
        UPDATE molecules SET since = coalesce((SELECT max(sequence) FROM events), 0);
        CREATE TABLE watches (
            kind TEXT NOT NULL, pattern TEXT NOT NULL, key TEXT NOT NULL, fit INTEGER, PRIMARY KEY (kind, pattern)
        ) WITHOUT ROWID;
        CREATE INDEX watches_key ON watches (key);
        CREATE INDEX watches_fit ON watches (fit) WHERE fit IS NOT NULL;
        CREATE TABLE watch_gates (
            molecule INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, pattern TEXT NOT NULL,
            start INTEGER NOT NULL, seen INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (molecule, number)
        ) WITHOUT ROWID;
        CREATE INDEX watch_gates_of ON watch_gates (kind, pattern, until);
        CREATE INDEX watch_gates_behind ON watch_gates (molecule, number) WHERE seen < until;
        CREATE TABLE watch_rounds (
            molecule INTEGER NOT NULL, name TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (molecule, name)
        ) WITHOUT ROWID;
        CREATE TABLE gate_looks (
            molecule INTEGER NOT NULL, number INTEGER NOT NULL, look INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY (molecule, number)
        ) WITHOUT ROWID;
        CREATE INDEX gate_looks_due ON gate_looks (due);
        """
}

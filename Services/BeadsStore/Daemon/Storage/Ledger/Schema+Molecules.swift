extension Schema {
    /// Molecules: their graphs by hash, each once, and a row for each step, group or loop that was reached. What is open is
    /// little and lies together, however long a molecule is.
    ///
    /// `state` is `StepState.code`. Who holds what is found by going through all that is open: an index of its own would be a
    /// page more in the commit of every step. A gate that a bead opens is found by that bead.
    static let version11 = """
        CREATE TABLE graphs (hash TEXT PRIMARY KEY, bytes TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE molecules (
            number INTEGER PRIMARY KEY, root TEXT NOT NULL UNIQUE, graph TEXT NOT NULL, formula TEXT NOT NULL,
            title TEXT NOT NULL, attached TEXT, steps INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
            ended_at INTEGER
        );
        CREATE UNIQUE INDEX molecules_attached ON molecules (attached) WHERE attached IS NOT NULL;
        CREATE INDEX molecules_ended ON molecules (ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX molecules_graph ON molecules (graph);
        CREATE TABLE steps (
            molecule INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
            waiting INTEGER NOT NULL DEFAULT 0, wanted INTEGER NOT NULL DEFAULT 1, holder TEXT,
            attempt INTEGER NOT NULL DEFAULT 0, began_at INTEGER, ended_at INTEGER, output TEXT, note TEXT,
            PRIMARY KEY (molecule, number)
        ) WITHOUT ROWID;
        CREATE INDEX steps_open ON steps (molecule, state, number, holder) WHERE \(StepSQL.isOpen);
        CREATE TABLE step_gates (
            bead TEXT NOT NULL, molecule INTEGER NOT NULL, number INTEGER NOT NULL,
            PRIMARY KEY (bead, molecule, number)
        ) WITHOUT ROWID;
        """
}

extension Schema {
    /// Steps that have fanned out, until all their molecules have ended; and those molecules.
    static let version14 = """
        CREATE TABLE fan_outs (
            molecule INTEGER NOT NULL, number INTEGER NOT NULL, total INTEGER NOT NULL, made INTEGER NOT NULL DEFAULT 0,
            ended INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (molecule, number)
        ) WITHOUT ROWID;
        CREATE TABLE step_children (
            molecule INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL, child TEXT NOT NULL UNIQUE,
            ended INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (molecule, number, position)
        ) WITHOUT ROWID;
        """
}

extension Schema {
    /// Sessions in the order in which they were made, of the town, an agent, a rig; and which conversations of programs went
    /// on in them, to be found by what the program calls them.
    static let version21 = """
        ALTER TABLE sessions ADD COLUMN number INTEGER
            GENERATED ALWAYS AS (CAST(substr(incarnation, 2) AS INTEGER)) VIRTUAL;
        CREATE INDEX sessions_number ON sessions (number);
        CREATE INDEX sessions_agent ON sessions (agent, number);
        CREATE INDEX sessions_rig ON sessions (rig, number);
        CREATE TABLE session_programs (
            program TEXT NOT NULL, session TEXT NOT NULL, PRIMARY KEY (program, session)
        ) WITHOUT ROWID;
        """
}

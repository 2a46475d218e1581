extension Schema {
    /// Agents that live longer than a piece of work: a few rows in a town. Of version 9.
    static let residents = """

        CREATE TABLE residents (agent TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
}

extension Schema {
    /// What became of molecules: the bead that one was the way of when it ended, its digest, whether its rows are going, whether
    /// it waits for another before it begins, and when something last happened to it. The index has those on their way alone, and no column that a step's
    /// end changes.
    static let version13 = """
        ALTER TABLE molecules ADD COLUMN served TEXT;
        ALTER TABLE molecules ADD COLUMN digest TEXT;
        ALTER TABLE molecules ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE molecules ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE molecules ADD COLUMN moved_at INTEGER;
        CREATE INDEX molecules_open ON molecules (number) WHERE ended_at IS NULL;
        """
}

extension Schema {
    /// Which open convoy drives an epic: looked up whenever a bead gets a parent.
    static let version18 = """
        CREATE TABLE mountain_epics (epic TEXT PRIMARY KEY, convoy TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX mountain_epics_of ON mountain_epics (convoy);
        """
}

extension Schema {
    /// Molecules whose steps are beads.
    static let version12 = """
        ALTER TABLE molecules ADD COLUMN poured INTEGER NOT NULL DEFAULT 0;
        """
}

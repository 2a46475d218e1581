extension Schema {
    /// Escalations whole, those of earlier versions too: a row each, not one for each source. What was open before is not
    /// raised anew by itself.
    static let version17 = """
        ALTER TABLE escalations RENAME TO escalations_before;
        CREATE TABLE escalations (
            bead TEXT PRIMARY KEY, source TEXT NOT NULL, state TEXT NOT NULL, severity TEXT NOT NULL,
            raised_at INTEGER NOT NULL, awaited INTEGER NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX escalations_newest ON escalations (raised_at);
        CREATE INDEX escalations_open ON escalations (source) WHERE state <> 'closed';
        CREATE INDEX escalations_awaited ON escalations (bead) WHERE awaited = 1;
        INSERT INTO escalations (bead, source, state, severity, raised_at, awaited, value)
            SELECT bead, source, state, severity, created_at, 0, json_object(
                'bead', bead, 'title', title, 'source', nullif(source, bead), 'severity', severity,
                'firstSeverity', severity, 'state', state, 'count', count, 'raisedBy', created_by,
                'raisedAt', at, 'toldAt', at, 'reraised', 0, 'sendings', json('[]'))
            FROM (
                SELECT e.bead, e.source, e.count, b.title, b.created_at, b.created_by,
                    CASE WHEN b.status IN ('closed', 'tombstone') THEN 'closed' ELSE 'open' END AS state,
                    coalesce(
                        (SELECT substr(label, 10) FROM labels WHERE bead = e.bead
                            AND label IN ('severity:critical', 'severity:high', 'severity:medium', 'severity:low')),
                        'medium') AS severity,
                    strftime('%Y-%m-%dT%H:%M:%fZ', b.created_at / 1000.0, 'unixepoch') AS at
                FROM escalations_before e JOIN beads b ON b.id = e.bead
            );
        DROP TABLE escalations_before;
        """
}

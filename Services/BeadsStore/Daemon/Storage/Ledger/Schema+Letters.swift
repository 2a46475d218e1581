extension Schema {
    /// Letters at scale. A letter has a place among all (`number`, its first delivery's) and the thread that it is in; a
    /// delivery how urgent it is, when it was put away, in which session's running turn it was shown, and since when a turn
    /// that had it before it has ended. Each list walks an index of its own: what is in the inbox, what is put away, what
    /// is unread, what is news. The columns after `number` are in an index so that counting needs no row.
    static let version19 = """
        ALTER TABLE mails ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE mails ADD COLUMN thread TEXT;
        ALTER TABLE deliveries ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
        ALTER TABLE deliveries ADD COLUMN archived_at INTEGER;
        ALTER TABLE deliveries ADD COLUMN shown_in TEXT;
        ALTER TABLE deliveries ADD COLUMN seen_at INTEGER;
        DROP INDEX deliveries_newest;
        DROP INDEX deliveries_unread;
        CREATE INDEX deliveries_19 ON deliveries (mail, number);
        UPDATE mails SET number = coalesce((SELECT min(number) FROM deliveries WHERE mail = mails.id), 0),
            thread = json_extract(value, '$.thread');
        DROP INDEX deliveries_19;
        UPDATE deliveries SET priority = coalesce(
            (SELECT json_extract(value, '$.priority') FROM mails WHERE id = deliveries.mail), 2);
        CREATE INDEX deliveries_inbox ON deliveries (owner, number, archived_at) WHERE archived_at IS NULL;
        CREATE INDEX deliveries_archived ON deliveries (owner, number, archived_at) WHERE archived_at IS NOT NULL;
        CREATE INDEX deliveries_unread ON deliveries (owner, number, archived_at, read_at, priority)
            WHERE archived_at IS NULL AND read_at IS NULL;
        CREATE INDEX deliveries_new ON deliveries (owner, priority, number DESC, archived_at, read_at, seen_at)
            WHERE archived_at IS NULL AND read_at IS NULL AND seen_at IS NULL;
        CREATE INDEX deliveries_shown ON deliveries (shown_in) WHERE shown_in IS NOT NULL;
        CREATE INDEX mails_sent ON mails (sender, number);
        CREATE INDEX mails_thread ON mails (thread, number) WHERE thread IS NOT NULL;
        """
}

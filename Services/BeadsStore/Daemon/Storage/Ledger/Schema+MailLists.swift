extension Schema {
    /// What letters can be written to by a name that somebody gave it. `queued_letters` has the letters of queues that
    /// nobody has dealt with, waiting or taken; `channel_letters` those that channels keep, and `channel_readers` up to
    /// which of them each subscriber has looked. `attention` has the agents that are told more or less than others.
    static let version20 = """
        CREATE TABLE mail_groups (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE mail_queues (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE queued_letters (
            mail TEXT NOT NULL, queue TEXT NOT NULL, priority INTEGER NOT NULL, number INTEGER NOT NULL, claimant TEXT,
            claimed_at INTEGER, PRIMARY KEY (mail, queue)
        ) WITHOUT ROWID;
        CREATE INDEX queued_letters_order ON queued_letters (queue, claimant, priority, number);
        CREATE INDEX queued_letters_claimed ON queued_letters (claimant, number) WHERE claimant IS NOT NULL;
        CREATE TABLE mail_channels (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE channel_letters (
            channel TEXT NOT NULL, number INTEGER NOT NULL, mail TEXT NOT NULL, sender TEXT NOT NULL,
            expires_at INTEGER, PRIMARY KEY (channel, number)
        ) WITHOUT ROWID;
        CREATE INDEX channel_letters_mail ON channel_letters (mail);
        CREATE TABLE channel_readers (
            agent TEXT NOT NULL, channel TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (agent, channel)
        ) WITHOUT ROWID;
        CREATE INDEX channel_readers_of ON channel_readers (channel);
        CREATE TABLE attention (agent TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
}

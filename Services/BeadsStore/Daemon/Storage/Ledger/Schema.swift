/// The tables. What is asked for by value is a column; the rest of a row is its JSON (`value`), so that a new property
/// needs no migration.
enum Schema {
    static let version1 = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE rigs (
            name TEXT PRIMARY KEY, prefix TEXT NOT NULL UNIQUE, state TEXT NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE beads (
            id TEXT PRIMARY KEY, rig TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL,
            status TEXT NOT NULL, priority INTEGER NOT NULL, type TEXT NOT NULL, assignee TEXT,
            created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL,
            closed_at INTEGER, close_reason TEXT, outcome TEXT, defer_until INTEGER,
            pinned INTEGER NOT NULL DEFAULT 0, parent TEXT, version INTEGER NOT NULL DEFAULT 1,
            blockers INTEGER NOT NULL DEFAULT 0, inherited INTEGER NOT NULL DEFAULT 0,
            taken INTEGER NOT NULL DEFAULT 0, ready INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE INDEX beads_ready ON beads (rig, priority, created_at) WHERE ready = 1;
        CREATE INDEX beads_all_ready ON beads (priority, created_at) WHERE ready = 1;
        CREATE INDEX beads_home ON beads (rig, status, id);
        CREATE INDEX beads_parent ON beads (parent) WHERE parent IS NOT NULL;
        CREATE INDEX beads_open_children ON beads (parent) WHERE status NOT IN ('closed', 'tombstone');
        CREATE INDEX beads_deferred ON beads (defer_until) WHERE defer_until IS NOT NULL;
        CREATE TABLE edges (
            source TEXT NOT NULL, target TEXT NOT NULL, type TEXT NOT NULL, created_at INTEGER NOT NULL,
            created_by TEXT NOT NULL, PRIMARY KEY (source, target, type)
        ) WITHOUT ROWID;
        CREATE INDEX edges_target ON edges (target, type);
        CREATE TABLE labels (bead TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (bead, label)) WITHOUT ROWID;
        CREATE INDEX labels_label ON labels (label);
        CREATE TABLE agents (address TEXT PRIMARY KEY, rig TEXT, created_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE hooks (agent TEXT PRIMARY KEY, bead TEXT NOT NULL UNIQUE, assignment INTEGER) WITHOUT ROWID;
        CREATE TABLE dispatch (
            bead TEXT PRIMARY KEY, rig TEXT NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX dispatch_rig ON dispatch (rig);
        CREATE TABLE assignments (
            number INTEGER PRIMARY KEY, bead TEXT NOT NULL, rig TEXT NOT NULL, agent TEXT NOT NULL,
            state TEXT NOT NULL, value TEXT NOT NULL
        );
        CREATE INDEX assignments_open ON assignments (rig) WHERE state <> 'retired';
        CREATE INDEX assignments_bead ON assignments (bead);
        CREATE INDEX assignments_agent ON assignments (agent);
        CREATE TABLE sessions (
            incarnation TEXT PRIMARY KEY, agent TEXT NOT NULL, rig TEXT NOT NULL, assignment INTEGER NOT NULL,
            state TEXT NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX sessions_open ON sessions (rig) WHERE state <> 'ended';
        CREATE UNIQUE INDEX sessions_one_each ON sessions (agent) WHERE state <> 'ended';
        CREATE INDEX sessions_assignment ON sessions (assignment);
        CREATE TABLE keys (
            hash TEXT PRIMARY KEY, actor TEXT NOT NULL, session TEXT, created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE requests (
            id TEXT PRIMARY KEY, bead TEXT NOT NULL, rig TEXT NOT NULL, head TEXT NOT NULL, state TEXT NOT NULL,
            sequence INTEGER NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX requests_bead ON requests (bead, sequence);
        CREATE UNIQUE INDEX requests_head ON requests (bead, head)
            WHERE state NOT IN ('rework', 'rejected', 'withdrawn');
        CREATE INDEX requests_open ON requests (rig, sequence)
            WHERE state NOT IN ('landed', 'rework', 'rejected', 'withdrawn');
        CREATE TABLE attempts (
            bead TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (bead, kind)
        ) WITHOUT ROWID;
        CREATE TABLE convoys (
            id TEXT PRIMARY KEY, state TEXT NOT NULL, generation INTEGER NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE mails (
            id TEXT PRIMARY KEY, sender TEXT NOT NULL, sent_at INTEGER NOT NULL, value TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE deliveries (
            owner TEXT NOT NULL, mail TEXT NOT NULL, number INTEGER NOT NULL, read_at INTEGER,
            PRIMARY KEY (owner, mail)
        ) WITHOUT ROWID;
        CREATE INDEX deliveries_newest ON deliveries (owner, number);
        CREATE INDEX deliveries_unread ON deliveries (owner, number) WHERE read_at IS NULL;
        CREATE TABLE nudges (
            number INTEGER PRIMARY KEY, target TEXT NOT NULL, state TEXT NOT NULL, value TEXT NOT NULL
        );
        CREATE INDEX nudges_sent ON nudges (target) WHERE state = 'sent';
        CREATE TABLE escalations (source TEXT PRIMARY KEY, bead TEXT NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE roles (
            name TEXT PRIMARY KEY, host TEXT NOT NULL, boot_id TEXT NOT NULL, pid INTEGER NOT NULL,
            start_ticks INTEGER NOT NULL, token INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE intents (id TEXT PRIMARY KEY, role TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX intents_role ON intents (role);
        CREATE TABLE timers (
            name TEXT PRIMARY KEY, due INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX timers_due ON timers (due);
        CREATE TABLE commands (
            id TEXT PRIMARY KEY, verb TEXT NOT NULL, hash TEXT NOT NULL, sequence INTEGER NOT NULL,
            at INTEGER NOT NULL, answer TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX commands_at ON commands (at);
        CREATE TABLE streams (name TEXT PRIMARY KEY, head INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
            at INTEGER NOT NULL, bytes TEXT NOT NULL
        );
        CREATE INDEX events_stream ON events (stream, sequence);
        CREATE INDEX events_subject ON events (subject, sequence);
        """

    /// Every index is a page more in each durable commit. Ready work of the whole town is merged from its homes; nobody
    /// asks for events by subject; answers lie in the order in which they came, so that their age needs no index.
    static let version2 = """
        DROP INDEX beads_all_ready;
        DROP INDEX events_subject;
        CREATE TABLE answers (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, verb TEXT NOT NULL, hash TEXT NOT NULL,
            sequence INTEGER NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL
        );
        INSERT INTO answers (id, verb, hash, sequence, at, answer)
            SELECT id, verb, hash, sequence, at, answer FROM commands ORDER BY at;
        DROP TABLE commands;
        ALTER TABLE answers RENAME TO commands;
        """

    /// Most beads have no parent: nothing need be written for them.
    static let version3 = """
        DROP INDEX beads_open_children;
        CREATE INDEX beads_open_children ON beads (parent)
            WHERE parent IS NOT NULL AND status NOT IN ('closed', 'tombstone');
        """

    /// Edges of every type, every field of a Beads file's line, bodies in parts. `lines` has what no column has, as it was
    /// written; `watched` is the bead whose children a `waits-for` edge is about.
    static let version4 = """
        ALTER TABLE beads ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE beads ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE edges ADD COLUMN gate TEXT;
        ALTER TABLE edges ADD COLUMN watched TEXT;
        CREATE INDEX edges_watched ON edges (watched) WHERE watched IS NOT NULL;
        CREATE INDEX beads_importing ON beads (id) WHERE marks & 4;
        CREATE TABLE lines (bead TEXT PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE blob_parts (
            hash TEXT NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (hash, part)
        );
        CREATE INDEX blob_parts_at ON blob_parts (at);
        """

    /// What a bead waits for is kept as the word that it was computed as, so that lists and numbers need not say the rule
    /// again. `beads_open` has all open beads by it, by priority and by age: what is ready in its order too, so that
    /// `beads_ready` goes, and a commit has a page less. What has ended is in an index of its own, which nothing moves.
    static let version5 = """
        ALTER TABLE beads ADD COLUMN disposition TEXT NOT NULL DEFAULT '';
        UPDATE beads SET disposition = CASE
            WHEN status IN ('closed', 'tombstone') THEN 'closed'
            WHEN pinned OR marks <> 0 OR type IN ('agent', 'convoy', 'epic', 'event', 'gate', 'merge-request', 'message',
                'molecule', 'rig', 'role', 'slot') THEN 'not-work'
            WHEN taken OR status IN ('hooked', 'in_progress', 'submitted') THEN 'taken'
            WHEN blockers > 0 OR waiting > 0 OR inherited & 1 OR status = 'blocked' THEN 'blocked'
            WHEN defer_until IS NOT NULL OR inherited & 2 OR status = 'deferred' THEN 'deferred'
            WHEN status = 'open' THEN 'ready'
            ELSE 'not-work' END;
        DROP INDEX beads_ready;
        DROP INDEX beads_home;
        ALTER TABLE beads DROP COLUMN ready;
        CREATE INDEX beads_open ON beads (rig, disposition, priority, created_at, id, status)
            WHERE disposition <> 'closed';
        CREATE INDEX beads_ended ON beads (rig, status, created_at, closed_at)
            WHERE status IN ('closed', 'tombstone');
        """

    /// Beads lie in the order in which they were made, with their ids in an index beside them: those that are changed
    /// together were mostly made together, so that a commit writes a few of their pages in place of one for each bead.
    /// `imported` says which beads an import's one event is about, for the index of words and the files of beads.
    static let version6 = """
        CREATE TABLE beads_6 (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rig TEXT NOT NULL, title TEXT NOT NULL,
            description TEXT NOT NULL, status TEXT NOT NULL, priority INTEGER NOT NULL, type TEXT NOT NULL,
            assignee TEXT, created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL,
            closed_at INTEGER, close_reason TEXT, outcome TEXT, defer_until INTEGER,
            pinned INTEGER NOT NULL DEFAULT 0, parent TEXT, version INTEGER NOT NULL DEFAULT 1,
            blockers INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0,
            inherited INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0,
            marks INTEGER NOT NULL DEFAULT 0, disposition TEXT NOT NULL
        );
        INSERT INTO beads_6 (id, rig, title, description, status, priority, type, assignee, created_at, created_by,
            updated_at, closed_at, close_reason, outcome, defer_until, pinned, parent, version, blockers, waiting,
            inherited, taken, marks, disposition)
            SELECT id, rig, title, description, status, priority, type, assignee, created_at, created_by,
                updated_at, closed_at, close_reason, outcome, defer_until, pinned, parent, version, blockers, waiting,
                inherited, taken, marks, disposition
            FROM beads ORDER BY created_at, id;
        DROP TABLE beads;
        ALTER TABLE beads_6 RENAME TO beads;
        CREATE INDEX beads_parent ON beads (parent) WHERE parent IS NOT NULL;
        CREATE INDEX beads_open_children ON beads (parent)
            WHERE parent IS NOT NULL AND status NOT IN ('closed', 'tombstone');
        CREATE INDEX beads_deferred ON beads (defer_until) WHERE defer_until IS NOT NULL;
        CREATE INDEX beads_importing ON beads (id) WHERE marks & 4;
        CREATE INDEX beads_open ON beads (rig, disposition, priority, created_at, id, status)
            WHERE disposition <> 'closed';
        CREATE INDEX beads_ended ON beads (rig, status, created_at, closed_at)
            WHERE status IN ('closed', 'tombstone');
        CREATE TABLE imported (
            sequence INTEGER NOT NULL, bead TEXT NOT NULL, PRIMARY KEY (sequence, bead)
        ) WITHOUT ROWID;
        """

    /// Who may reach the town over TCP. Groups and streams are their names with spaces between.
    static let version7 = """
        CREATE TABLE remote_keys (
            name TEXT PRIMARY KEY, public_key TEXT NOT NULL UNIQUE, actor TEXT NOT NULL, groups TEXT NOT NULL,
            streams TEXT NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    /// What led to each event, and the newest event about each thing, for `town.why`. Beads, which are changed most, have
    /// it in their own row, so that a change of one writes no page more; all else is found by an index that has nothing
    /// of beads.
    static let version8 = """
        ALTER TABLE events ADD COLUMN because TEXT;
        CREATE INDEX events_because ON events (because) WHERE because IS NOT NULL;
        CREATE INDEX events_subject ON events (subject) WHERE \(Schema.isNotOfBeads);
        ALTER TABLE timers ADD COLUMN cause TEXT;
        ALTER TABLE beads ADD COLUMN event INTEGER;
        CREATE INDEX events_8 ON events (subject) WHERE NOT (\(Schema.isNotOfBeads));
        UPDATE beads SET event = (
            SELECT max(sequence) FROM events WHERE subject = beads.id AND NOT (\(Schema.isNotOfBeads)));
        DROP INDEX events_8;
        """

    /// '/' is the character after '.'.
    static let isNotOfBeads = "kind NOT BETWEEN 'bead.' AND 'bead/'"
}

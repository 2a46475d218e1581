import Testing
import TownModel

@testable import LedgerStorage

@Suite("Ledgers of earlier versions")
struct MigrationTests {
    /// Every mix of the facts that say what a bead waits for.
    private static let facts: [(names: String, values: [String])] = [
        ("status", BeadStatus.mixed), ("type", ["'task'", "'epic'", "'odd'"]), ("pinned", ["0", "1"]),
        ("taken", ["0", "1"]), ("blockers", ["0", "2"]), ("waiting", ["0", "1"]), ("inherited", ["0", "1", "2", "3"]),
        ("defer_until", ["NULL", "99"]), ("marks", ["0", "1", "2", "4"]),
    ]

    @Test("what a bead of version 4 waits for becomes the word that the rule has for it")
    func disposition() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 4 }).bring(database, backup: nil)
        let tables = Self.facts.map { name, values in
            "(SELECT column1 AS \(name) FROM (VALUES \(values.map { "(\($0))" }.joined(separator: ", "))))"
        }
        let names = Self.facts.map(\.names).joined(separator: ", ")
        try database.script(
            """
            INSERT INTO beads (id, rig, title, description, priority, created_at, created_by, updated_at, \(names))
            SELECT 'hq-' || row_number() OVER (), 'hq', 't', '', 2, 1, 'x', 1, \(names)
            FROM \(tables.joined(separator: ", "))
            """)
        try Migrations.current.bring(database, backup: nil)
        let rows = try database.rows("SELECT \(BeadRow.columns), disposition FROM beads", []) {
            (row) throws(SQLiteFailure) in (BeadRow(row), row.text(25))
        }
        #expect(rows.count == Self.facts.reduce(1) { $0 * $1.values.count })
        var seen: Set<String> = []
        for (row, word) in rows {
            let row = try #require(row)
            if word != row.bead.disposition.rawValue { Issue.record("\(row) became \(word)") }
            seen.insert(word)
        }
        #expect(seen == Set(Disposition.allCases.map(\.rawValue)))
    }

    @Test("a bead of version 5 keeps every column, and its id to itself")
    func rowsInTheirOrder() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 5 }).bring(database, backup: nil)
        let columns = ["id"] + BeadColumns.placement + BeadColumns.content.filter { $0 != "event" }
        for (id, createdAt) in [("hq-b", 3), ("hq-a", 7), ("hq-c", 1)] {
            // A value of its own for each column.
            let values = columns.indices.map { SQLiteValue.text("\(createdAt)\($0)") }
            let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
            let insert = "INSERT INTO beads (\(columns.joined(separator: ", "))) VALUES (\(marks))"
            _ = try database.rows(insert, values) { (_) throws(SQLiteFailure) in }
            try database.run(
                "UPDATE beads SET id = ?, created_at = ? WHERE id = ?", .text(id), .int(Int64(createdAt)), values[0])
        }
        func rows(_ order: String) throws -> [[String]] {
            try database.rows("SELECT \(columns.joined(separator: ", ")) FROM beads ORDER BY \(order)") {
                (row) throws(SQLiteFailure) in columns.indices.map { row.text(Int32($0)) }
            }
        }
        let before = try rows("id")
        try Migrations.current.bring(database, backup: nil)
        #expect(try rows("id") == before)
        #expect(try rows("number").map(\.[0]) == ["hq-c", "hq-b", "hq-a"])
        #expect(throws: SQLiteFailure.self) { try database.run("UPDATE beads SET id = 'hq-a' WHERE id = 'hq-b'") }
    }

    @Test("a ledger of version 8 keeps its nudges: one that was shown then was shown to nobody we know")
    func nudges() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 8 }).bring(database, backup: nil)
        try database.script("INSERT INTO nudges (number, target, state, value) VALUES (3, 'mayor/', 'delivered', '{}')")
        try Migrations.current.bring(database, backup: nil)
        #expect(try database.int("SELECT count(*) FROM nudges WHERE number = 3 AND session IS NULL") == 1)
        #expect(try database.int("SELECT count(*) FROM turns") == 0)
    }

    @Test(
        "a ledger of version 18 keeps its letters; nobody has made a group, a queue or a channel, and nobody is muted")
    func mailLists() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 18 }).bring(database, backup: nil)
        try database.script(
            """
            INSERT INTO mails (id, sender, sent_at, value) VALUES ('hq-1', 'mayor/', 1, '{}');
            INSERT INTO deliveries (owner, mail, number) VALUES ('overseer', 'hq-1', 1);
            """)
        try Migrations.current.bring(database, backup: nil)
        #expect(try database.int("SELECT count(*) FROM deliveries d JOIN mails m ON m.id = d.mail") == 1)
        for table in [
            "mail_groups", "mail_queues", "queued_letters", "mail_channels", "channel_letters", "channel_readers",
            "attention",
        ] {
            #expect(try database.int("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
    }

    @Test("a ledger of version 6 keeps its keys, lets no remote in, and no public key in twice")
    func remoteKeys() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 6 }).bring(database, backup: nil)
        try database.script("INSERT INTO keys (hash, actor, session, created_at) VALUES ('h', 'overseer', NULL, 5)")
        try Migrations.current.bring(database, backup: nil)
        #expect(try database.text("SELECT actor FROM keys WHERE hash = 'h'") == "overseer")
        #expect(try database.remoteKeys().isEmpty)
        let insert = """
            INSERT INTO remote_keys (name, public_key, actor, groups, streams, created_at, created_by)
            VALUES (?, '0000000000000000000000000000000000000000', 'overseer', 'bead mail', 'town', 5, 'overseer')
            """
        try database.run(insert, .text("laptop"))
        #expect(throws: SQLiteFailure.self) { try database.run(insert, .text("phone")) }
        let key = try #require(try database.remoteKeys().first)
        #expect(key.key.groups == [.bead, .mail] && key.key.streams == [.town])
        #expect(key.since == Timestamp(milliseconds: 5) && key.by == .overseer)
        // What is not understood must not become more than it was.
        try database.run("UPDATE remote_keys SET streams = 'town/'")
        #expect(try database.remoteKeys().isEmpty)
    }

    @Test("the log of version 6 is asked for by subject, and each bead names its newest event, where there is one")
    func newestEvents() throws {
        let database = try Database(path: ":memory:", mode: .readWrite)
        try Migrations(steps: Migrations.current.steps.filter { $0.version <= 6 }).bring(database, backup: nil)
        for id in ["hq-a", "hq-b"] {
            try database.run(
                """
                INSERT INTO beads (id, rig, title, description, status, priority, type, created_at, created_by, updated_at,
                    disposition) VALUES (?, 'hq', 't', '', 'open', 2, 'task', 1, 'x', 1, 'ready')
                """, .text(id))
        }
        let log = [
            ("bead.created", "hq-a"), ("bead.changed", "hq-a"), ("dispatch.queued", "hq-a"), ("bead.changed", "hq-c"),
            ("dispatch.queued", "hq-b"),
        ]
        for (index, (kind, subject)) in log.enumerated() {
            try database.run(
                "INSERT INTO events (sequence, stream, kind, subject, at, bytes) VALUES (?, 'town', ?, ?, 1, '{}')",
                .int(Int64(index + 1)), .text(kind), .text(subject))
        }
        try database.run("INSERT INTO timers (name, due, kind, subject) VALUES ('undefer/hq-a', 9, 'undefer', 'hq-a')")
        try Migrations.current.bring(database, backup: nil)
        let newest = try database.rows("SELECT coalesce(event, 0) FROM beads ORDER BY id") {
            (row) throws(SQLiteFailure) in row.int(0)
        }
        #expect(newest == [2, 0])
        let about = try database.rows(WhySQL.about, [.text("hq-a"), .int(.max), .int(9)]) {
            (row) throws(SQLiteFailure) in row.int(0)
        }
        #expect(about == [3])
        #expect(try database.int("SELECT count(*) FROM timers WHERE cause IS NULL") == 1)
        #expect(try database.int("SELECT count(*) FROM sqlite_schema WHERE name = 'events_8'") == 0)
    }
}

extension BeadStatus {
    fileprivate static let mixed = [
        "'open'", "'in_progress'", "'hooked'", "'submitted'", "'blocked'", "'deferred'", "'closed'", "'tombstone'",
        "'pinned'", "'odd'",
    ]
}

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
            (row) throws(SQLiteFailure) in (BeadRow(row), row.text(24))
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
}

extension BeadStatus {
    fileprivate static let mixed = [
        "'open'", "'in_progress'", "'hooked'", "'submitted'", "'blocked'", "'deferred'", "'closed'", "'tombstone'",
        "'pinned'", "'odd'",
    ]
}

internal import BeadsFormat
internal import TownModel
internal import Wire

/// The words of every bead, in a file of its own beside the ledger: a command pays nothing for it, and it can be thrown away
/// at any time, because it is made from the ledger and knows up to which event.
///
/// Used by one thread.
package final class SearchIndex {
    private let database: Database

    /// In memory with a nil path. A file that is no index of this version is made anew.
    package init(path: String?) throws(LedgerFault) {
        do {
            database = try Database(path: path ?? ":memory:", mode: .readWrite)
            // Losing it costs the time to make it again: nothing of it need be on disk when a search is answered.
            _ = try database.text("PRAGMA journal_mode = WAL")
            try database.script("PRAGMA synchronous = OFF")
            guard try database.int("PRAGMA user_version") != Self.version else { return }
            try database.script(Self.schema)
        } catch {
            throw LedgerFault(error)
        }
    }

    private static let version: Int64 = 1

    private static let schema = """
        BEGIN;
        DROP TABLE IF EXISTS docs;
        DROP TABLE IF EXISTS places;
        DROP TABLE IF EXISTS marks;
        CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
        CREATE TABLE places (place INTEGER PRIMARY KEY, bead TEXT NOT NULL UNIQUE);
        CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = \(version);
        COMMIT;
        """

    /// Where the index stands: of which ledger, up to which event.
    private struct Mark: Hashable {
        var ledger: String
        var sequence: Int64
    }

    /// Brings it up to what `reading` sees; true when there was something to do.
    @discardableResult
    func catchUp(_ reading: Reading) throws(LedgerError) -> Bool {
        let ledger = "\(reading.town.id)/\(reading.town.epoch)"
        let mark = try mark()
        guard mark != Mark(ledger: ledger, sequence: reading.sequence) else { return false }
        var changed: [BeadID]?
        if let mark, mark.ledger == ledger, mark.sequence <= reading.sequence {
            changed = try reading.changed(after: mark.sequence)
        }
        try inOneGo { () throws(LedgerError) in
            if let changed {
                for id in changed { try index(id, reading) }
            } else {
                try indexAll(reading)
            }
            try save(Mark(ledger: ledger, sequence: reading.sequence))
        }
        return true
    }

    /// Ids of beads with all of these words, the best first. A word stands for every word that it begins.
    func find(_ text: String, limit: Int, offset: Int) throws(LedgerError) -> [String] {
        let words = text.split(whereSeparator: \.isWhitespace).map { word in
            "\"\(word.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"*"
        }
        guard !words.isEmpty else { throw .refuse(.invalid, "nothing to search for", hint: "name a word") }
        return try inside { (db) throws(SQLiteFailure) in
            try db.rows(
                """
                SELECT p.bead FROM docs JOIN places p ON p.place = docs.rowid
                WHERE docs MATCH ? ORDER BY bm25(docs, 8.0, 1.0) LIMIT ? OFFSET ?
                """, [.text(words.joined(separator: " AND ")), .int(Int64(limit)), .int(Int64(offset))]
            ) { (row) throws(SQLiteFailure) in row.text(0) }
        }
    }

    private func indexAll(_ reading: Reading) throws(LedgerError) {
        try write("DELETE FROM docs")
        try write("DELETE FROM places")
        var after = ""
        while true {
            let ids = try reading.texts(
                "SELECT id FROM beads WHERE id > ? ORDER BY id LIMIT 1000", .text(after))
            guard let last = ids.last else { return }
            for id in ids.compactMap(BeadID.init) { try index(id, reading) }
            after = last
        }
    }

    private func index(_ id: BeadID, _ reading: Reading) throws(LedgerError) {
        let place = try inside { (db) throws(SQLiteFailure) in
            try db.int("SELECT place FROM places WHERE bead = ?", .text(id.text))
        }
        guard let row = try reading.bead(id), row.bead.status != .tombstone else {
            guard let place else { return }
            try write("DELETE FROM docs WHERE rowid = ?", .int(place))
            return try write("DELETE FROM places WHERE bead = ?", .text(id.text))
        }
        let body = try Self.body(of: row, reading)
        if let place {
            return try write(
                "UPDATE docs SET title = ?, body = ? WHERE rowid = ?", .text(row.bead.title), .text(body), .int(place))
        }
        try write("INSERT INTO docs (title, body) VALUES (?, ?)", .text(row.bead.title), .text(body))
        try write("INSERT INTO places (place, bead) VALUES (last_insert_rowid(), ?)", .text(id.text))
    }

    private static func body(of row: BeadRow, _ reading: Reading) throws(LedgerError) -> String {
        let line = try reading.storedLine(of: row.id)
        let fields = [BeadKey.design, .acceptanceCriteria, .notes, .externalRef].compactMap { line.text($0) }
        let words = [row.id.text, row.bead.description, row.bead.assignee ?? ""] + row.bead.labels + fields
        return (words + line.comments.map(\.text)).joined(separator: "\n")
    }

    private func mark() throws(LedgerError) -> Mark? {
        try inside { (db) throws(SQLiteFailure) in
            guard let ledger = try db.text("SELECT value FROM marks WHERE name = 'ledger'"),
                let sequence = try db.int("SELECT value FROM marks WHERE name = 'sequence'")
            else { return nil }
            return Mark(ledger: ledger, sequence: sequence)
        }
    }

    private func save(_ mark: Mark) throws(LedgerError) {
        let sql = "INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)"
        try write(sql, "ledger", .text(mark.ledger))
        try write(sql, "sequence", .text(String(mark.sequence)))
    }

    private func inOneGo(_ body: () throws(LedgerError) -> Void) throws(LedgerError) {
        try write("BEGIN IMMEDIATE")
        do {
            try body()
            try write("COMMIT")
        } catch {
            database.rollback()
            throw error
        }
    }

    private func write(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) {
        try inside { (db) throws(SQLiteFailure) in _ = try db.rows(sql, values) { (_) throws(SQLiteFailure) in () } }
    }

    private func inside<Value>(_ body: (Database) throws(SQLiteFailure) -> Value) throws(LedgerError) -> Value {
        do {
            return try body(database)
        } catch {
            throw .failed(error)
        }
    }
}

internal import BeadsFormat
internal import BeadsStoreCore
package import TownModel
internal import Wire

/// Reads what files of beads must say, all of it or what has changed: one read-only connection, used by one thread.
package final class ExportReader {
    private let database: Database

    package init(path: String) throws(LedgerFault) {
        do {
            database = try Database(path: path, mode: .readOnly)
        } catch {
            throw LedgerFault(error)
        }
    }

    /// At one moment: every line, or those that may be others than at `mark`. A bead that no file should have (a wisp's row)
    /// has no line.
    package func lines(since mark: ExportMark?, at now: Timestamp) throws(LedgerFault) -> ExportLines {
        do {
            try database.run("BEGIN")
            defer { database.rollback() }
            let reading = Reading(
                database: database, now: now, speaker: nil, town: try TownFacts.load(database), heard: [:],
                sequence: try database.head())
            return try reading.exportLines(since: mark)
        } catch LedgerError.failed(let failure) {
            throw LedgerFault(failure)
        } catch let failure as SQLiteFailure {
            throw LedgerFault(failure)
        } catch {
            throw .storage("\(error)")
        }
    }
}

/// Where an export stands: of which ledger, up to which event.
package struct ExportMark: Hashable, Sendable {
    package var ledger: String
    package var sequence: Int64
}

package struct ExportLines: Sendable {
    package struct Line: Sendable {
        package var home: String
        package var id: String
        /// With its newline; nil: it has none.
        package var bytes: [UInt8]?
    }

    package var mark: ExportMark
    /// Every line there is; else the lines of what has changed.
    package var isWhole: Bool
    /// Sorted by id, byte for byte.
    package var lines: [Line]
}

extension Reading {
    fileprivate func exportLines(since mark: ExportMark?) throws(LedgerError) -> ExportLines {
        let here = ExportMark(ledger: "\(town.id)/\(town.epoch)", sequence: sequence)
        guard let mark, mark.ledger == here.ledger, mark.sequence <= sequence,
            let ids = try changed(after: mark.sequence)
        else { return ExportLines(mark: here, isWhole: true, lines: try allLines()) }
        var lines: [ExportLines.Line] = []
        for id in ids {
            if let row = try bead(id) { lines.append(try exportLine(row)) }
        }
        return ExportLines(mark: here, isWhole: false, lines: lines)
    }

    private func allLines() throws(LedgerError) -> [ExportLines.Line] {
        var lines: [ExportLines.Line] = []
        var after = ""
        while true {
            let rows = try rows(
                "SELECT \(BeadRow.columns) FROM beads WHERE id > ? ORDER BY id LIMIT 1000", .text(after)
            ) { (row) throws(SQLiteFailure) in BeadRow(row) }.compactMap { $0 }
            guard let last = rows.last else { return lines }
            for row in rows where !row.marks.contains(.ephemeral) { lines.append(try exportLine(row)) }
            after = last.id.text
        }
    }

    private func exportLine(_ row: BeadRow) throws(LedgerError) -> ExportLines.Line {
        let home = BeadHomeText(row.bead.rig).text
        guard !row.marks.contains(.ephemeral) else { return ExportLines.Line(home: home, id: row.id.text, bytes: nil) }
        return ExportLines.Line(
            home: home, id: row.id.text, bytes: try line(of: row).bytes + [UInt8(ascii: "\n")])
    }

    /// Beads whose lines may have changed, sorted; nil: any may have.
    func changed(after mark: Int64) throws(LedgerError) -> [BeadID]? {
        guard let oldest = try int("SELECT min(sequence) FROM events"), mark >= oldest - 1 else { return nil }
        let found = try rows(
            """
            SELECT DISTINCT kind, subject FROM events
            WHERE sequence > ? AND sequence <= ? AND (kind LIKE 'bead.%' OR kind LIKE 'edge.%')
            """, .int(mark), .int(sequence)
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.text(1)) }
        if found.contains(where: { $0.0 == EventKind.beadsImported.rawValue }) { return nil }
        return Set(found.compactMap { BeadID($0.1) }).sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }
}

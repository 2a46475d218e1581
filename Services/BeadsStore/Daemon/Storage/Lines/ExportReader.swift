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

    /// At one moment: gives every line, or those that may be others than at `mark`, one after the other, sorted by id byte for
    /// byte. `begin` hears first whether it is every one.
    package func read(
        since mark: ExportMark?, at now: Timestamp, begin: (_ isWhole: Bool) -> Void, each: (ExportLine) -> Void
    ) throws(LedgerFault) -> ExportMark {
        do {
            try database.run("BEGIN")
            defer { database.rollback() }
            let reading = Reading(
                database: database, now: now, speaker: nil, town: try TownFacts.load(database), heard: [:],
                sequence: try database.head())
            return try reading.export(since: mark, begin, each)
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

package struct ExportLine: Sendable {
    package var home: String
    package var id: String
    /// With its newline; nil: it has none, as a wisp's row, which no file should have.
    package var bytes: [UInt8]?
}

extension Reading {
    fileprivate func export(
        since mark: ExportMark?, _ begin: (_ isWhole: Bool) -> Void, _ each: (ExportLine) -> Void
    ) throws(LedgerError) -> ExportMark {
        let here = ExportMark(ledger: "\(town.id)/\(town.epoch)", sequence: sequence)
        if let mark, mark.ledger == here.ledger, mark.sequence <= sequence,
            let ids = try changed(after: mark.sequence)
        {
            begin(false)
            for id in ids {
                if let row = try bead(id) { each(try exportLine(row)) }
            }
        } else {
            begin(true)
            try exportAll(each)
        }
        return here
    }

    private func exportAll(_ each: (ExportLine) -> Void) throws(LedgerError) {
        var after = ""
        while true {
            let rows = try rows(
                "SELECT \(BeadRow.columns) FROM beads WHERE id > ? ORDER BY id LIMIT 1000", .text(after)
            ) { (row) throws(SQLiteFailure) in BeadRow(row) }.compactMap { $0 }
            guard let last = rows.last else { return }
            for row in rows where !row.marks.contains(.ephemeral) { each(try exportLine(row)) }
            after = last.id.text
        }
    }

    private func exportLine(_ row: BeadRow) throws(LedgerError) -> ExportLine {
        let home = BeadHomeText(row.bead.rig).text
        guard !row.marks.contains(.ephemeral) else { return ExportLine(home: home, id: row.id.text, bytes: nil) }
        return ExportLine(
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
        var ids = Set(found.filter { $0.0 != EventKind.beadsImported.rawValue }.compactMap { BeadID($0.1) })
        if found.contains(where: { $0.0 == EventKind.beadsImported.rawValue }) {
            guard let imported = try imported(after: mark) else { return nil }
            ids.formUnion(imported)
        }
        return ids.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }

    /// nil: an import is told of without its beads, as before version 6.
    private func imported(after mark: Int64) throws(LedgerError) -> [BeadID]? {
        let isUntold = try exists(
            """
            SELECT 1 FROM events WHERE sequence > ? AND sequence <= ? AND kind = ?
            AND NOT EXISTS (SELECT 1 FROM imported WHERE imported.sequence = events.sequence)
            """, .int(mark), .int(sequence), .text(EventKind.beadsImported.rawValue))
        guard !isUntold else { return nil }
        return try texts(
            "SELECT bead FROM imported WHERE sequence > ? AND sequence <= ?", .int(mark), .int(sequence)
        ).compactMap(BeadID.init)
    }
}

internal import BeadsFormat
internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Beads as the lines of a file.
extension QueryRule {
    static let lines: [QueryRule] = [
        .query(BeadLines.self) { (query, reading) throws(LedgerError) in
            try reading.lines(query)
        }
    ]
}

extension Reading {
    fileprivate func lines(_ query: BeadLines) throws(LedgerError) -> LinePage {
        let limit = PageLimit.rows(query.limit)
        let found = try rows(
            """
            SELECT \(BeadRow.columns) FROM beads
            WHERE id > ?1 AND (?2 IS NULL OR rig = ?2) AND (?3 OR marks & \(BeadMarks.ephemeral.rawValue) = 0)
            ORDER BY id LIMIT ?4
            """, .text(query.after ?? ""), .optional(query.home?.description), .flag(query.includeEphemeral),
            .int(Int64(limit + 1))
        ) { (row) throws(SQLiteFailure) in BeadRow(row) }.compactMap { $0 }
        var page = LinePage(lines: [])
        var bytes = 0
        for row in found.prefix(limit) {
            let line = String(decoding: try line(of: row).bytes, as: UTF8.self)
            // Each quote of the line is escaped in the answer.
            bytes += line.utf8.count + line.utf8.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
            if bytes > WireLimits.pageBytesMax, !page.lines.isEmpty { break }
            guard bytes < WireLimits.messageBytesMax - WireLimits.pageRowsMax else {
                throw .refuse(
                    .tooLarge, "\(row.id) is larger than a message", about: row.id.text,
                    hint: "gt bead show \(row.id) shows its parts")
            }
            page.lines.append(line)
            page.next = row.id.text
        }
        if page.lines.count == found.count { page.next = nil }
        return page
    }
}

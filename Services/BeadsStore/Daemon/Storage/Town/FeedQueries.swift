internal import TownModel
internal import Wire

/// The log, read back: the very bytes that were published.
enum FeedQueries {
    static let rules: [QueryRule] = [
        .query(EventsSince.self) { (since, reading) throws(LedgerError) in try reading.page(since) }
    ]
}

private struct LogRow {
    var sequence: Int64
    var bytes: String
}

extension Reading {
    fileprivate func page(_ since: EventsSince) throws(LedgerError) -> EventPage {
        #if DEBUG
            if Mutant.active == .silenceBeyondHead, since.after > sequence {
                return EventPage(events: [], after: since.after, head: since.after)
            }
        #endif
        try checkCursor(since.after)
        let limit = min(max(1, since.limit), WireLimits.pageRowsMax)
        let found = try rows(of: since.streams, after: since.after, limit: limit)
        var page: [String] = []
        var byteCount = 0
        for row in found {
            byteCount += row.bytes.utf8.count
            // One event always fits: a page that stays empty would be asked for again for ever.
            if !page.isEmpty, byteCount > WireLimits.pageBytesMax { break }
            page.append(row.bytes)
        }
        let isWhole = page.count == found.count && found.count < limit
        let after = isWhole ? sequence : found.prefix(page.count).last?.sequence ?? since.after
        return EventPage(events: page, after: after, head: sequence)
    }

    /// A cursor from before the log, or from a log that reached further, is never answered with silence.
    private func checkCursor(_ cursor: Int64) throws(LedgerError) {
        let oldest = try oldestSequence()
        let why: String
        if cursor > sequence {
            why = "the log ends at \(sequence): it went back, or the cursor is of another town"
        } else if cursor < oldest - 1 {
            why = "the log begins at \(oldest): what was before is cleared"
        } else if cursor >= oldest,
            try !exists("SELECT 1 FROM events WHERE sequence IN (?1, ?1 + 1) LIMIT 1", .int(cursor))
        {
            why = "the ledger was restored to a state from before it"
        } else {
            return
        }
        throw .refuse(
            .gone, "there is nothing to go on from at \(cursor): \(why)", about: String(oldest),
            hint: "list the state, which is true for \(sequence), and go on from there")
    }

    /// The first event still kept; one more than the head when none is.
    private func oldestSequence() throws(LedgerError) -> Int64 {
        // "ORDER BY … LIMIT 1" gives no row for an empty log, where min() would give NULL.
        try int("SELECT sequence FROM events ORDER BY sequence LIMIT 1") ?? sequence + 1
    }

    /// Each stream by its own index, merged by sequence: an `IN` would sort the whole rest of the log for each page.
    private func rows(of streams: [StreamName], after: Int64, limit: Int) throws(LedgerError) -> [LogRow] {
        guard !streams.isEmpty else {
            return try rows(
                "SELECT sequence, bytes FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?", .int(after),
                .int(Int64(limit))
            ) { (row) throws(SQLiteFailure) in LogRow(sequence: row.int(0), bytes: row.text(1)) }
        }
        var found: [LogRow] = []
        for stream in Set(streams) {
            found += try rows(
                """
                SELECT sequence, bytes FROM events WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """, .text(stream.description), .int(after), .int(Int64(limit))
            ) { (row) throws(SQLiteFailure) in LogRow(sequence: row.int(0), bytes: row.text(1)) }
        }
        return Array(found.sorted { $0.sequence < $1.sequence }.prefix(limit))
    }
}

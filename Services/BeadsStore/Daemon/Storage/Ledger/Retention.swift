internal import TownModel

/// Clears what is older than its age, or more than its room: answers of commands, steps of molecules that have ended, and events,
/// by whole prefixes of the log only.
struct Retention: Sendable {
    /// Milliseconds for which events are kept.
    var eventAgeMax = LedgerLimits.eventAgeMaxMilliseconds
    /// Bytes of events that are kept.
    var eventBytesMax = LedgerLimits.eventBytesMax
    /// Rows that one clearing removes from each table.
    var rowsMax = LedgerLimits.retentionRowsMax

    func clear(_ work: Transaction) throws(LedgerError) {
        let now = work.now.milliseconds
        try work.write(
            "DELETE FROM commands WHERE number IN (SELECT number FROM commands ORDER BY number LIMIT ?) AND at < ?",
            .int(rowsMax), .int(now - LedgerLimits.answerAgeMaxMilliseconds))
        let oldest = try work.int("SELECT min(sequence) FROM events") ?? 0
        let wanted = max(try endByAge(work), try endBySize(work, oldest))
        let end = min(wanted, oldest + rowsMax)
        if end > oldest {
            try work.read { (db) throws(SQLiteFailure) in try db.keepHeads() }
            try work.write("DELETE FROM events WHERE sequence < ?", .int(end))
            try work.write("DELETE FROM imported WHERE sequence < ?", .int(end))
        }
        try work.sweepMolecules(rowsMax: rowsMax)
        // A long log is cleared in pieces, so that the writer pauses often and briefly.
        let pause = end < wanted ? LedgerLimits.retentionAgainMilliseconds : LedgerLimits.retentionEveryMilliseconds
        try work.setTimer(.retention, due: work.now.advanced(by: .milliseconds(pause)))
    }

    static func schedule(_ work: Transaction) throws(LedgerError) {
        try work.setTimer(
            .retention, due: work.now.advanced(by: .milliseconds(LedgerLimits.retentionEveryMilliseconds)))
    }

    /// The first event that stays. The wall clock orders nothing: the prefix ends at the first that is young enough.
    private func endByAge(_ work: Transaction) throws(LedgerError) -> Int64 {
        let firstKept = try work.int(
            "SELECT min(sequence) FROM events WHERE at >= ?", .int(work.now.milliseconds - eventAgeMax))
        return firstKept.flatMap { $0 == 0 ? nil : $0 } ?? work.sequence
    }

    /// The first event that stays, by what the last ones weigh: adding up every one would be a look at the whole log.
    private func endBySize(_ work: Transaction, _ oldest: Int64) throws(LedgerError) -> Int64 {
        let average = try work.int(
            """
            SELECT CAST(avg(length(CAST(bytes AS BLOB))) AS INTEGER)
            FROM (SELECT bytes FROM events ORDER BY sequence DESC LIMIT ?)
            """, .int(LedgerLimits.eventsWeighed))
        guard let average, average > 0 else { return oldest }
        return max(oldest, work.sequence + 1 - eventBytesMax / average)
    }
}

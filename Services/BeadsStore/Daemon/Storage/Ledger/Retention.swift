internal import TownModel

/// Clears what is older than its age: answers of commands, and events, by whole prefixes of the log only.
enum Retention {
    static func clear(_ work: Transaction) throws(LedgerError) {
        let now = work.now.milliseconds
        let room = LedgerLimits.retentionRowsMax
        try work.write(
            "DELETE FROM commands WHERE number IN (SELECT number FROM commands ORDER BY number LIMIT ?) AND at < ?",
            .int(room), .int(now - LedgerLimits.answerAgeMaxMilliseconds))
        // The wall clock orders nothing: the prefix ends at the first event that is young enough.
        let firstKept = try work.int(
            "SELECT min(sequence) FROM events WHERE at >= ?", .int(now - LedgerLimits.eventAgeMaxMilliseconds))
        let oldest = try work.int("SELECT min(sequence) FROM events") ?? 0
        let end = min(firstKept.flatMap { $0 == 0 ? nil : $0 } ?? work.sequence, oldest + room)
        if end > oldest {
            try work.read { (db) throws(SQLiteFailure) in try db.keepHeads() }
            try work.write("DELETE FROM events WHERE sequence < ?", .int(end))
        }
        try schedule(work)
    }

    static func schedule(_ work: Transaction) throws(LedgerError) {
        try work.setTimer(
            .retention, due: work.now.advanced(by: .milliseconds(LedgerLimits.retentionEveryMilliseconds)))
    }
}

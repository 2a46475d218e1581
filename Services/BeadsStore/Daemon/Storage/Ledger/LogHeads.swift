/// Where the log ends, and where each stream of it does: read from the events themselves, so that an event is one row.
///
/// `streams` has a row for every stream there is. Its `head` counts only once retention has cleared the stream's last
/// event.
extension Database {
    /// 0 when nothing has happened yet.
    func head() throws(SQLiteFailure) -> Int64 {
        if let last = try int("SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1") { return last }
        return try int("SELECT max(head) FROM streams") ?? 0
    }

    /// 0 when nothing has happened in it yet.
    func head(of stream: String) throws(SQLiteFailure) -> Int64 {
        let last = try int(
            "SELECT sequence FROM events WHERE stream = ? ORDER BY sequence DESC LIMIT 1", .text(stream))
        if let last { return last }
        return try int("SELECT head FROM streams WHERE name = ?", .text(stream)) ?? 0
    }

    func heads() throws(SQLiteFailure) -> [String: Int64] {
        let names = try rows("SELECT name FROM streams") { (row) throws(SQLiteFailure) in row.text(0) }
        var heads: [String: Int64] = [:]
        for name in names { heads[name] = try head(of: name) }
        return heads
    }

    /// Before events are cleared: what the log will no longer tell.
    func keepHeads() throws(SQLiteFailure) {
        for (name, head) in try heads() {
            try run("UPDATE streams SET head = ? WHERE name = ?", .int(head), .text(name))
        }
    }
}

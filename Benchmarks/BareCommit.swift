import CSQLite
import Foundation

/// The physical limit beside which commands are shown: one small SQLite transaction with `synchronous=FULL` in WAL mode
/// on the same disk, without a bus, JSON or rules.
enum BareCommit {
    struct Failure: Error { let message: String }

    static func milliseconds(in directory: String, count: Int) throws -> [Double] {
        let path = "\(directory)/bare.db"
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw Failure(message: "open \(path)") }
        defer { sqlite3_close(handle) }
        func run(_ sql: String) throws {
            guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
                throw Failure(message: String(cString: sqlite3_errmsg(handle)))
            }
        }
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("CREATE TABLE t (id INTEGER PRIMARY KEY, value TEXT)")
        let clock = ContinuousClock()
        let row = String(repeating: "x", count: 300)
        return try (0..<count).map { number in
            let start = clock.now
            try run("BEGIN IMMEDIATE; INSERT INTO t VALUES (\(number), '\(row)'); COMMIT")
            return start.duration(to: clock.now).inMilliseconds
        }
    }
}

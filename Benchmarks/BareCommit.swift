import CSQLite
import Foundation

/// The physical limit beside which commands are shown: one small SQLite transaction with `synchronous=FULL` in WAL mode
/// on the same disk, without a bus, JSON or rules.
final class BareCommit {
    struct Failure: Error { let message: String }

    private let handle: OpaquePointer
    private let row = String(repeating: "x", count: 300)
    private var number = 0

    init(in directory: String) throws {
        var handle: OpaquePointer?
        let path = "\(directory)/bare.db"
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw Failure(message: "open \(path)") }
        self.handle = handle
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("CREATE TABLE t (id INTEGER PRIMARY KEY, value TEXT)")
    }

    deinit { sqlite3_close(handle) }

    /// One after the other.
    func milliseconds(count: Int) throws -> [Double] {
        let clock = ContinuousClock()
        return try (0..<count).map { _ in
            number += 1
            let start = clock.now
            try run("BEGIN IMMEDIATE; INSERT INTO t VALUES (\(number), '\(row)'); COMMIT")
            return start.duration(to: clock.now).inMilliseconds
        }
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(message: String(cString: sqlite3_errmsg(handle)))
        }
    }
}

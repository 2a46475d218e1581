internal import CSQLite

/// One connection to a SQLite file, used by one thread. Our own thin typed layer over the C API: decision 0003.
final class Database {
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    private var recent = RecentStatements()
    let path: String

    enum Mode {
        case readWrite
        case readOnly
    }

    init(path: String, mode: Mode) throws(SQLiteFailure) {
        // Nobody asks for the numbers, and each allocation would take a lock for them. Too late is no error.
        gt_sqlite_without_memory_statistics()
        var handle: OpaquePointer?
        let flags =
            switch mode {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
            case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
            }
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw SQLiteFailure(code: code, message: message, sql: "open \(path)")
        }
        self.handle = handle
        self.path = path
        sqlite3_extended_result_codes(handle, 1)
        waitForOthers()
    }

    /// How long a statement waits where another connection is in its way, milliseconds.
    func waitForOthers(milliseconds: Int32 = 5000) { sqlite3_busy_timeout(handle, milliseconds) }

    deinit {
        recent = RecentStatements()
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// The C handle, for the few calls that only one place needs (hooks, backup, checkpoints).
    var raw: OpaquePointer { handle }

    /// A compiled statement, reset and ready for binding; compiled once per text.
    func statement(_ sql: String) throws(SQLiteFailure) -> Statement {
        if let known = recent[sql] {
            known.reset()
            return known
        }
        let found: Statement
        if let known = statements[sql] {
            known.reset()
            found = known
        } else {
            found = try Statement(sql, on: handle)
            statements[sql] = found
        }
        recent[sql] = found
        return found
    }

    /// Runs one statement to its end.
    func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
    }

    /// All rows of a query, each mapped by `row`.
    func rows<Row>(
        _ sql: String, _ values: [SQLiteValue] = [], _ row: (Statement) throws(SQLiteFailure) -> Row
    ) throws(SQLiteFailure) -> [Row] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var result: [Row] = []
        while try statement.step() { result.append(try row(statement)) }
        return result
    }

    /// The first row of a query, or nil.
    func first<Row>(
        _ sql: String, _ values: [SQLiteValue] = [], _ row: (Statement) throws(SQLiteFailure) -> Row
    ) throws(SQLiteFailure) -> Row? {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        return try statement.step() ? try row(statement) : nil
    }

    func int(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) -> Int64? {
        try first(sql, values) { (row) throws(SQLiteFailure) in row.int(0) }
    }

    func text(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) -> String? {
        try first(sql, values) { (row) throws(SQLiteFailure) in row.text(0) }
    }

    /// Several statements without values, e.g. a schema.
    func script(_ sql: String) throws(SQLiteFailure) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    /// False also after SQLite has rolled back by itself, as it may when the disk is full.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Ends whatever transaction is open; a no-op without one.
    func rollback() {
        guard isInTransaction else { return }
        resetStatements()
        // Fails only when there is no transaction, which is what is wanted.
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }

    var changes: Int { Int(sqlite3_changes(handle)) }

    /// Rows that were written since it was opened, also those that were rolled back.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// Resets every statement, which a checkpoint on this connection needs (or it fails with "table is locked").
    func resetStatements() {
        for statement in statements.values { statement.reset() }
    }

    private func failure(_ code: Int32, _ sql: String) -> SQLiteFailure {
        SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}

/// What SQLite said, with the statement that it said it to.
struct SQLiteFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Extended result code.
    let code: Int32
    let message: String
    let sql: String

    /// The disk, or the ledger's quota on it, is full: the transaction was rolled back, later ones may succeed.
    ///
    /// Growing the WAL's index on a full disk has a code of its own.
    var isFull: Bool { code & 0xFF == SQLITE_FULL || code == SQLITE_IOERR | (19 << 8) }

    /// The code of a file that is no SQLite database.
    static var notADatabase: Int32 { SQLITE_NOTADB }

    /// Only this one statement failed, by a mistake of ours in it or its values: the connection and the file are sound.
    var isOfOneStatement: Bool {
        [SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG].contains(code & 0xFF)
    }

    var description: String { "SQLite \(code): \(message) in: \(sql.prefix(120))" }
}

internal import CSQLite

/// A value that can be bound to a statement.
enum SQLiteValue: Hashable, Sendable {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
    /// A text, as its bytes.
    case utf8([UInt8])

    static func optional(_ text: String?) -> SQLiteValue { text.map(SQLiteValue.text) ?? .null }
    static func optional(_ number: Int64?) -> SQLiteValue { number.map(SQLiteValue.int) ?? .null }
    static func flag(_ value: Bool) -> SQLiteValue { .int(value ? 1 : 0) }
}

extension SQLiteValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    init(integerLiteral value: Int64) { self = .int(value) }
    init(stringLiteral value: String) { self = .text(value) }
}

/// A compiled statement. Columns are read by position, right after `step` gave true.
final class Statement {
    private let handle: OpaquePointer
    private let sql: String
    private let connection: OpaquePointer

    init(_ sql: String, on connection: OpaquePointer) throws(SQLiteFailure) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(connection)), sql: sql)
        }
        self.handle = handle
        self.sql = sql
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func bind(_ values: [SQLiteValue]) throws(SQLiteFailure) {
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(handle, position)
            case .int(let number): code = sqlite3_bind_int64(handle, position, number)
            case .text(let text):
                code = sqlite3_bind_text(handle, position, text, Int32(text.utf8.count), Self.transient)
            case .utf8(let bytes):
                code = bytes.withUnsafeBytes {
                    // A nil pointer would bind NULL.
                    $0.bindMemory(to: CChar.self).baseAddress.map {
                        sqlite3_bind_text(handle, position, $0, Int32(bytes.count), Self.transient)
                    } ?? sqlite3_bind_text(handle, position, "", 0, Self.transient)
                }
            case .blob(let bytes):
                code = bytes.withUnsafeBytes {
                    // A nil pointer would bind NULL; an empty blob needs a zero-length one.
                    $0.baseAddress.map { sqlite3_bind_blob(handle, position, $0, Int32(bytes.count), Self.transient) }
                        ?? sqlite3_bind_zeroblob(handle, position, 0)
                }
            }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// True when there is a row to read, false at the end.
    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func flag(_ column: Int32) -> Bool { int(column) != 0 }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// SQLite copies the bytes before the call returns.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure(_ code: Int32) -> SQLiteFailure {
        SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}

internal import TownModel
internal import Wire

/// What verbs and queries have in common: they look things up, at one moment, in one town.
protocol LedgerReader {
    var now: Timestamp { get }
    var town: TownFacts { get }
    func read<Value>(_ body: (Database) throws(SQLiteFailure) -> Value) throws(LedgerError) -> Value
}

extension Transaction: LedgerReader {}
extension Reading: LedgerReader {}

extension LedgerReader {
    func rows<Row>(
        _ sql: String, _ values: SQLiteValue..., row: (Statement) throws(SQLiteFailure) -> Row
    ) throws(LedgerError) -> [Row] {
        try read { (db) throws(SQLiteFailure) in try db.rows(sql, values, row) }
    }

    func texts(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) -> [String] {
        try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in row.text(0) }
        }
    }

    func text(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) -> String? {
        try read { (db) throws(SQLiteFailure) in
            try db.first(sql, values) { (row) throws(SQLiteFailure) in row.text(0) }
        }
    }

    func int(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) -> Int64? {
        try read { (db) throws(SQLiteFailure) in
            try db.first(sql, values) { (row) throws(SQLiteFailure) in row.int(0) }
        }
    }

    func exists(_ sql: String, _ values: SQLiteValue...) throws(LedgerError) -> Bool {
        try read { (db) throws(SQLiteFailure) in
            try db.first(sql, values) { (row) throws(SQLiteFailure) in row.int(0) } != nil
        }
    }

    /// Rows that are kept as JSON: the query's one column is the text.
    func values<Value: Decodable>(
        _ type: Value.Type, _ sql: String, _ values: SQLiteValue...
    ) throws(LedgerError) -> [Value] {
        let texts = try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in row.text(0) }
        }
        var decoded: [Value] = []
        for text in texts { decoded.append(try Self.decode(type, text)) }
        return decoded
    }

    func value<Value: Decodable>(
        _ type: Value.Type, _ sql: String, _ values: SQLiteValue...
    ) throws(LedgerError) -> Value? {
        let text = try read { (db) throws(SQLiteFailure) in
            try db.first(sql, values) { (row) throws(SQLiteFailure) in row.text(0) }
        }
        guard let text else { return nil }
        return try Self.decode(type, text)
    }

    /// We wrote every stored row: one that can't be read is an error of ours, never "not there".
    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws(LedgerError) -> Value {
        do throws(WireError) {
            return try JSONText.decode(type, from: Array(text.utf8))
        } catch {
            throw .refuse(.bug, "a stored \(type) can't be read: \(error.message)")
        }
    }
}

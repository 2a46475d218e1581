internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Rows of steps: read one by one while a molecule is walked, written when it has been.
struct StepRows<Reader: LedgerReader>: StepBook {
    let reader: Reader
    /// The molecule's place in the tables.
    let molecule: Int64

    func row(_ number: Int64) throws(LedgerError) -> StepRow? {
        try reader.step(number, of: molecule)
    }
}

enum StepSQL {
    /// What the index of open steps has.
    static let isOpen = "ended_at IS NULL"
    /// Without being told, SQLite goes through all that has been reached.
    static let open = "steps INDEXED BY steps_open"
    static let columns = "number, state, waiting, wanted, holder, attempt, began_at, ended_at, output, note"
    /// One text for good: its statement is found without a look at it (see `RecentStatements`).
    static let one = "SELECT \(columns) FROM steps WHERE molecule = ?1 AND number = ?2"
}

extension LedgerReader {
    func step(_ number: Int64, of molecule: Int64) throws(LedgerError) -> StepRow? {
        try steps(StepSQL.one, [.int(molecule), .int(number)]).first
    }

    /// - Parameter condition: what comes after `molecule = ?1 AND`.
    func steps(
        _ condition: String, _ molecule: Int64, _ values: SQLiteValue...
    ) throws(LedgerError) -> [StepRow] {
        try steps(from: "steps", "molecule = ?1 AND \(condition)", [.int(molecule)] + values)
    }

    /// Those that have not ended: as many as there are of them, whatever the molecule's length.
    func openSteps(
        _ condition: String, _ molecule: Int64, _ values: SQLiteValue...
    ) throws(LedgerError) -> [StepRow] {
        try steps(
            from: StepSQL.open, "molecule = ?1 AND \(StepSQL.isOpen) AND \(condition)", [.int(molecule)] + values)
    }

    private func steps(
        from table: String, _ condition: String, _ values: [SQLiteValue]
    ) throws(LedgerError) -> [StepRow] {
        try steps("SELECT \(StepSQL.columns) FROM \(table) WHERE \(condition)", values)
    }

    private func steps(_ sql: String, _ values: [SQLiteValue]) throws(LedgerError) -> [StepRow] {
        let raw = try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) {
                (row) throws(SQLiteFailure) in (Self.step(row), row.optionalText(8))
            }
        }
        var steps: [StepRow] = []
        for (step, output) in raw {
            guard var step else { throw .refuse(.bug, "a stored step has a state that is unknown here") }
            if let output { step.output = try Self.output(output) }
            steps.append(step)
        }
        return steps
    }

    /// We wrote it: one that can't be read is an error of ours.
    private static func output(_ text: String) throws(LedgerError) -> [String: String] {
        do throws(WireError) {
            return try JSONText.map(from: Array(text.utf8))
        } catch {
            throw .refuse(.bug, "a step's stored output can't be read: \(error.message)")
        }
    }

    private static func step(_ row: Statement) -> StepRow? {
        guard let state = StepState(code: row.int(1)) else { return nil }
        var step = StepRow(
            number: row.int(0), state: state, waiting: Int(row.int(2)), isWanted: row.flag(3))
        step.holder = row.optionalText(4)
        step.attempt = Int(row.int(5))
        step.beganAt = row.optionalInt(6).map(Timestamp.init(milliseconds:))
        step.endedAt = row.optionalInt(7).map(Timestamp.init(milliseconds:))
        step.note = row.optionalText(9)
        return step
    }
}

extension Transaction {
    func write(_ change: StepChange, of molecule: Int64) throws(LedgerError) {
        let row = change.row
        let values: [SQLiteValue] = [
            .int(molecule), .int(row.number), .int(row.state.code), .int(Int64(row.waiting)),
            .int(row.isWanted ? 1 : 0), .optional(row.holder), .int(Int64(row.attempt)),
            .optional(row.beganAt?.milliseconds), .optional(row.endedAt?.milliseconds),
            row.output.isEmpty ? .null : .utf8(JSONText.encode(map: row.output)), .optional(row.note),
        ]
        try write(change.before == nil ? Self.insertStep : Self.updateStep, values)
    }

    private static let insertStep = """
        INSERT INTO steps (molecule, number, state, waiting, wanted, holder, attempt, began_at, ended_at, output, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static let updateStep = """
        UPDATE steps SET state = ?3, waiting = ?4, wanted = ?5, holder = ?6, attempt = ?7, began_at = ?8,
            ended_at = ?9, output = ?10, note = ?11 WHERE molecule = ?1 AND number = ?2
        """
}

extension StepState {
    /// As it is stored: what only waits comes before what can be shown, and that before what has ended.
    private static let codes: [StepState] = [.waiting, .gated, .ready, .claimed, .resting, .failed, .done, .skipped]

    var code: Int64 { Int64(Self.codes.firstIndex(of: self) ?? 0) }

    init?(code: Int64) {
        guard Self.codes.indices.contains(Int(code)) else { return nil }
        self = Self.codes[Int(code)]
    }
}

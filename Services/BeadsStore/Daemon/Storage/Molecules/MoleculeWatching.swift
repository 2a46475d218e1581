internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// Gates that wait for a mail or an event: shut, opened by what comes, or by what came since their molecule was made.
extension Transaction {
    func watch(_ watch: EventWatch, for place: StepPlace, of row: MoleculeRow) throws(LedgerError) {
        let since = try int("SELECT since FROM molecules WHERE number = ?", .int(row.number)) ?? sequence
        let round = try int(
            "SELECT sequence FROM watch_rounds WHERE molecule = ? AND name = ?", .int(row.number), .text(place.name))
        let start = max(since, round ?? 0)
        try write(
            "INSERT OR IGNORE INTO watches (kind, pattern, key) VALUES (?, ?, ?)", .text(watch.kind.rawValue),
            .text(watch.pattern), .text(watch.key))
        try write(
            """
            INSERT INTO watch_gates (molecule, number, kind, pattern, start, seen, until) VALUES (?, ?, ?, ?, ?5, ?5, ?6)
            """, .int(row.number), .int(place.number), .text(watch.kind.rawValue), .text(watch.pattern), .int(start),
            .int(sequence))
        if start < sequence { try setTimer(.watches, due: now) }
    }

    /// The gate is open, by whatever hand. In a loop the next round's waits for something else.
    func dropWatch(of place: StepPlace, _ row: MoleculeRow) throws(LedgerError) {
        guard let gate = place.graphNode.step.gate, [.mail, .event].contains(gate.kind) else { return }
        if place.loop != nil {
            try write(
                """
                INSERT OR REPLACE INTO watch_rounds (molecule, name, sequence)
                SELECT molecule, ?, until FROM watch_gates WHERE molecule = ? AND number = ?
                """, .text(place.name), .int(row.number), .int(place.number))
        }
        try dropWatches("molecule = ?1 AND number = ?2", .int(row.number), .int(place.number))
    }

    /// The molecule is gone.
    func dropWatches(of molecule: Int64) throws(LedgerError) {
        try dropWatches("molecule = ?1", .int(molecule))
        try write("DELETE FROM watch_rounds WHERE molecule = ?", .int(molecule))
    }

    private func dropWatches(_ condition: String, _ values: SQLiteValue...) throws(LedgerError) {
        let found = try read { (db) throws(SQLiteFailure) in
            try db.rows("SELECT DISTINCT kind, pattern FROM watch_gates WHERE \(condition)", values) {
                (row) throws(SQLiteFailure) in (row.text(0), row.text(1))
            }
        }
        try write("DELETE FROM watch_gates WHERE \(condition)", values)
        for (kind, pattern) in found {
            try write(
                """
                DELETE FROM watches WHERE kind = ?1 AND pattern = ?2
                AND NOT EXISTS (SELECT 1 FROM watch_gates WHERE kind = ?1 AND pattern = ?2)
                """, .text(kind), .text(pattern))
        }
    }

    /// What came while the molecule had ended is looked for.
    func watchAgain(of root: BeadID) throws(LedgerError) {
        let gates = "watch_gates WHERE molecule = (SELECT number FROM molecules WHERE root = ?)"
        guard try exists("SELECT 1 FROM \(gates)", .text(root.text)) else { return }
        try write(
            """
            UPDATE watch_gates SET seen = start, until = ? WHERE molecule = (SELECT number FROM molecules WHERE root = ?)
            """, .int(sequence), .text(root.text))
        try setTimer(.watches, due: now)
    }

    /// A part of what there is to do, then the next by another turn of the writer: gates that something fits, and a piece of
    /// the log for one that was shut after its molecule was made.
    func lookAtWatches() throws(LedgerError) {
        let hasMore = try openFitting()
        if try lookBack() || hasMore { try setTimer(.watches, due: now) }
    }

    private func openFitting() throws(LedgerError) -> Bool {
        let found = try rows(
            """
            SELECT g.molecule, m.root, g.number, w.fit FROM watches w INDEXED BY watches_fit
            JOIN watch_gates g ON g.kind = w.kind AND g.pattern = w.pattern AND g.until < w.fit
            JOIN molecules m ON m.number = g.molecule WHERE w.fit IS NOT NULL LIMIT ?
            """, .int(WatchLimits.opensMax)
        ) { (row) throws(SQLiteFailure) in (row.int(0), row.text(1), row.int(2), row.int(3)) }
        for (molecule, root, number, fit) in found { try open(number, of: root, molecule, by: fit) }
        guard found.count < WatchLimits.opensMax else { return true }
        try write("UPDATE watches SET fit = NULL WHERE fit IS NOT NULL")
        return false
    }

    /// Each by a timer of its own: what goes wrong with one is not in the way of others.
    private func open(
        _ number: Int64, of root: String, _ molecule: Int64, by sequence: Int64
    ) throws(LedgerError) {
        try write(
            "UPDATE watch_gates SET seen = ?1, until = ?1 WHERE molecule = ?2 AND number = ?3", .int(sequence),
            .int(molecule), .int(number))
        guard let root = BeadID(root) else { return }
        try read { (db) throws(SQLiteFailure) in
            try db.set(.openStep(root, number), due: now, cause: "\(town.epoch)-\(sequence)")
        }
    }

    /// Gives whether there is more.
    private func lookBack() throws(LedgerError) -> Bool {
        let behind = try rows(
            """
            SELECT g.molecule, m.root, g.number, g.kind, g.pattern, g.seen, g.until
            FROM watch_gates g INDEXED BY watch_gates_behind JOIN molecules m ON m.number = g.molecule
            WHERE g.seen < g.until LIMIT 2
            """
        ) { (row) throws(SQLiteFailure) in
            (
                row.int(0), row.text(1), row.int(2), EventWatch(kind: row.text(3), pattern: row.text(4)), row.int(5),
                row.int(6)
            )
        }
        guard let (molecule, root, number, watch, seen, until) = behind.first else { return false }
        let last = try int(
            """
            SELECT max(sequence) FROM
            (SELECT sequence FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?)
            """, .int(seen), .int(until),
            .int(watch?.kind == .mail ? WatchLimits.mailsMax : WatchLimits.eventsMax))
        let end = last.flatMap { $0 > seen ? $0 : nil } ?? until
        if let watch, let fit = try first(watch, after: seen, until: end) {
            try open(number, of: root, molecule, by: fit)
            return behind.count > 1
        }
        try write(
            "UPDATE watch_gates SET seen = ? WHERE molecule = ? AND number = ?", .int(end), .int(molecule),
            .int(number))
        return end < until || behind.count > 1
    }

    private func first(
        _ watch: EventWatch, after: Int64, until: Int64
    ) throws(LedgerError) -> Int64? {
        let isMail = watch.kind == .mail
        let found = try rows(
            """
            SELECT sequence, stream, kind, subject, CASE WHEN ?1 THEN bytes ELSE '' END FROM events
            WHERE sequence > ?2 AND sequence <= ?3 AND (?4 IS NULL OR kind = ?4) ORDER BY sequence
            """, .flag(isMail), .int(after), .int(until), .optional(watch.eventKind)
        ) { (row) throws(SQLiteFailure) -> Int64? in
            let topic = TownEvent.topic(row.text(1), row.text(2), row.text(3))
            return watch.fits(topic: topic) { EventWatch.mailSubject(Array(row.text(4).utf8)) } ? row.int(0) : nil
        }
        return found.lazy.compactMap(\.self).first
    }

    /// What it waited for has come.
    func openWatched(_ number: Int64, of root: BeadID) throws(LedgerError) {
        try move(number, of: root) { (walk, place, row, _) throws(LedgerError) in
            guard row.state == .gated else { return }
            try dropTimer(.step(root, number))
            try walk.open(place)
        }
    }
}

enum WatchLimits {
    /// Gates that one turn of the writer has opened.
    static let opensMax: Int64 = 100
    /// Events that one turn of the writer looks through for a gate: some milliseconds.
    static let eventsMax: Int64 = 5000
    /// Where mails are looked for, which must be read.
    static let mailsMax: Int64 = 500
}

package import TownModel
internal import Wire

extension Ledger {
    /// When the next timer is due; nil when there is none.
    package func nextTimer() throws(LedgerFault) -> Timestamp? {
        do {
            return try presentTimers().due
        } catch {
            throw LedgerFault(error)
        }
    }

    /// Carries out what is due, each timer in a savepoint of its own, in one transaction. A full disk leaves them due.
    package func fireTimers(at now: Timestamp) throws(LedgerFault) -> BatchOutcome {
        do {
            guard let next = try nextTimer(), next <= now else {
                return BatchOutcome(answers: [], events: [], refused: refusals)
            }
            return try transact(at: now) { (work) throws(SQLiteFailure) in
                try work.fireTimers()
                return []
            }
        } catch let failure as SQLiteFailure {
            guard failure.isFull else { throw LedgerFault(failure) }
            return BatchOutcome(answers: [], events: [], refused: refusals)
        } catch let fault as LedgerFault {
            throw fault
        } catch {
            throw .storage("\(error)")
        }
    }
}

extension Batch {
    fileprivate func fireTimers() throws(SQLiteFailure) {
        let due = try database.rows(
            "SELECT name, kind, subject, cause FROM timers WHERE due <= ? ORDER BY due, name", [.int(now.milliseconds)]
        ) { (row) throws(SQLiteFailure) in
            DueTimer(name: row.text(0), kind: row.text(1), subject: row.text(2), setBy: row.optionalText(3))
        }
        for timer in due { try fire(timer) }
    }

    /// A timer whose rule refuses is dropped and named in the log: left in place it would be due for ever.
    private func fire(_ timer: DueTimer) throws(SQLiteFailure) {
        let cause = "timer/\(timer.name)"
        do {
            try separately(speaker: .store, cause: cause, because: timer.setBy) { (work) throws(LedgerError) in
                guard let known = LedgerTimer(kind: timer.kind, subject: timer.subject) else {
                    throw .refuse(.bug, "no rule for timers of kind \(timer.kind)", about: timer.name)
                }
                try work.fire(known)
            }
        } catch {
            if case .failed(let failure) = error, !failure.isOfOneStatement { throw failure }
            try drop(timer, cause: cause, because: error)
        }
    }

    private func drop(_ timer: DueTimer, cause: String, because error: LedgerError) throws(SQLiteFailure) {
        try asStore(cause, because: timer.setBy) { (work) throws(LedgerError) in
            try work.write("DELETE FROM timers WHERE name = ?", .text(timer.name))
            try work.emit(.commandRefused, in: .town, subject: timer.name, EventData(note: "timer: \(error)"))
        }
    }
}

/// When the next timer is due; nil when there is none.
struct NextTimer: Hashable, Sendable {
    var due: Timestamp?

    init(_ database: Database) throws(SQLiteFailure) {
        due = try database.first("SELECT due FROM timers ORDER BY due LIMIT 1") {
            (row) throws(SQLiteFailure) in Timestamp(milliseconds: row.int(0))
        }
    }
}

private struct DueTimer {
    var name: String
    var kind: String
    var subject: String
    /// The command; nil for one of an earlier version.
    var setBy: String?
}

internal import CSQLite
internal import TownModel
internal import Wire

/// What makes a copy of a ledger fit to go on with: nothing that was given out after it was made is given out again.
struct Raise {
    /// The town's own number for this ledger: above every one that it ever had.
    var epoch: Int64
    /// For people: which copy, and of when.
    var reason: String

    /// What one epoch leaves free in every counter: no epoch gives out that many.
    static let room: Int64 = 1_000_000

    /// The counter that counters begin from which the copy does not know: they may have been made after it.
    static let floor = "floor"

    /// In one transaction: epoch, counters, tokens, the log's numbers; the town stopped until somebody has compared it
    /// with the world; every stream told.
    func apply(to ledger: Ledger, at now: Timestamp) throws(SQLiteFailure) {
        _ = try ledger.transact(at: now) { (batch) throws(SQLiteFailure) in
            let room = Self.room * (epoch - batch.town.epoch)
            try ledger.database.run(
                "INSERT INTO counters (name, value) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", .text(Self.floor))
            try ledger.database.run("UPDATE counters SET value = value + ?", .int(room))
            try ledger.database.run("UPDATE roles SET token = token + ?", .int(room))
            batch.skip(room)
            do throws(LedgerError) {
                try batch.separately(speaker: .store, cause: "restore") { (work) throws(LedgerError) in
                    try work.setMeta("epoch", String(epoch))
                    try work.setMeta("stopped", reason)
                    try work.setMeta("restored", reason)
                }
                try batch.separately(speaker: .store, cause: "restore") { (work) throws(LedgerError) in
                    try work.emitEverywhere(.townRestored, subject: work.town.id, EventData(note: reason))
                    try work.releaseClaims()
                    try work.revokeAllRemotes(
                        note: "the ledger was restored: whom it lets in may have been put out since")
                }
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .refused(let why):
                    throw SQLiteFailure(code: SQLITE_ERROR, message: why.message, sql: "restore")
                }
            }
            return []
        }
    }
}

extension Transaction {
    /// A worktree that was not made yet may have been made, and worked in, since: it is saved and cleared away, and the
    /// bead waits for another attempt, whose names are new.
    fileprivate func releaseClaims() throws(LedgerError) {
        let claimed = try values(
            Assignment.self, "SELECT value FROM assignments WHERE state = ? ORDER BY number",
            .text(AssignmentState.claimed.rawValue))
        for assignment in claimed {
            let reason = "the ledger was restored to a moment at which it was about to begin"
            try end(assignment, note: reason)
            try enqueue(assignment.bead, assignment.terms, reason: reason)
        }
        try refreshConvoys()
    }
}

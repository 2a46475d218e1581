internal import CSQLite
package import TownModel
internal import Wire

extension Ledger {
    /// Opens the ledger, or founds it where there is none. Refuses what it can't trust: another program's file, a newer
    /// schema, commits that would not be durable.
    package static func open(
        at place: LedgerPlace, founding: Founding, ports: LedgerPorts, now: Timestamp
    ) throws(LedgerFault) -> Ledger {
        do {
            switch place {
            case .memory:
                let database = try Database(path: ":memory:", mode: .readWrite)
                try Migrations.current.bring(database, backup: nil)
                return try founded(Ledger(database: database, ports: ports, file: nil), founding, now)
            case .file(let path):
                let database = try Database(path: path, mode: .readWrite)
                try checkOwner(database, path)
                try makeDurable(database)
                // A kill between a commit's write and its sync leaves it in the log, and SQLite takes it from there: it
                // must be on disk before anybody is told that it is done.
                _ = try DiskSync.syncIfThere("\(path)-wal")
                try Migrations.current.bring(database, backup: path)
                let file = try LedgerFile(path: path, database: database)
                return try founded(Ledger(database: database, ports: ports, file: file), founding, now)
            }
        } catch let fault as LedgerFault {
            throw fault
        } catch let failure as SQLiteFailure {
            throw LedgerFault(failure)
        } catch {
            throw .storage("\(error)")
        }
    }

    /// What a crash and a restart leave: what was committed. The object itself must not be used afterwards.
    package func crashed() -> Ledger {
        database.rollback()
        return Ledger(database: database, ports: ports, file: file)
    }

    /// `GTLG`: tells our files from those of other programs.
    static let applicationID: Int64 = 0x4754_4C47

    /// Before anything is written into the file.
    private static func checkOwner(_ database: Database, _ path: String) throws(any Error) {
        let owner: Int64
        do {
            owner = try database.int("PRAGMA application_id") ?? 0
        } catch {
            guard error.code & 0xFF == SQLITE_NOTADB else { throw error }
            throw LedgerFault.foreign(path: path)
        }
        if owner == applicationID { return }
        let tables = try database.int("SELECT count(*) FROM sqlite_master") ?? 0
        guard owner == 0, tables == 0 else { throw LedgerFault.foreign(path: path) }
    }

    /// WAL with a sync at every commit; checkpoints only where they are asked for, never inside a commit.
    private static func makeDurable(_ database: Database) throws(any Error) {
        // To its last step, which is where the change is committed: a write or sync that fails there must be heard.
        let modes = try database.rows("PRAGMA journal_mode = WAL") { (row) throws(SQLiteFailure) in row.text(0) }
        guard modes == ["wal"] else { throw LedgerFault.storage("\(database.path) stays in journal mode \(modes)") }
        try database.script(
            """
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(LedgerLimits.cacheKibibytes);
            """)
        let level = try database.int("PRAGMA synchronous") ?? 0
        guard level == 2 else { throw LedgerFault.notDurable(synchronous: level) }
    }

    private static func founded(
        _ ledger: Ledger, _ founding: Founding, _ now: Timestamp
    ) throws(SQLiteFailure) -> Ledger {
        guard try ledger.database.meta("town.id") == nil else { return ledger }
        _ = try ledger.transact(at: now) { (work) throws(SQLiteFailure) in
            try work.found(founding)
            return []
        }
        return ledger
    }
}

extension Batch {
    fileprivate func found(_ founding: Founding) throws(SQLiteFailure) {
        do {
            try separately(speaker: .store, cause: "founding") { (work) throws(LedgerError) in
                try work.setMeta("town.id", founding.townID)
                try work.setMeta("town.name", founding.townName)
                try work.setMeta("epoch", "1")
                try Retention.schedule(work)
            }
            try separately(speaker: .store, cause: "founding") { (work) throws(LedgerError) in
                try work.emit(.townFounded, in: .town, subject: founding.townID, EventData(note: founding.townName))
            }
        } catch .failed(let failure) {
            throw failure
        } catch {
            preconditionFailure("founding was refused: \(error)")
        }
    }
}

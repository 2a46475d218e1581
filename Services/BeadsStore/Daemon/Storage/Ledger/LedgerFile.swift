internal import CSQLite
internal import Glibc

/// The open file, as the directory knew it when it was opened, and the size of its write-ahead log.
final class LedgerFile {
    let path: String
    private let device: dev_t
    private let inode: ino_t
    private let gauge = Gauge()

    init(path: String, database: Database) throws(LedgerFault) {
        guard let found = Self.identity(path) else { throw .unlinked(path: path) }
        self.path = path
        device = found.device
        inode = found.inode
        sqlite3_wal_hook(
            database.raw,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Gauge>.fromOpaque(context).takeUnretainedValue().pages = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(gauge).toOpaque())
    }

    /// Pages in the write-ahead log after the last commit.
    var walPages: Int { gauge.pages }

    /// SQLite goes on "committing" into a file that was removed: so the path is compared with the open file.
    func check() throws(LedgerFault) {
        guard let found = Self.identity(path), found.device == device, found.inode == inode else {
            throw .unlinked(path: path)
        }
    }

    private static func identity(_ path: String) -> (device: dev_t, inode: ino_t)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (status.st_dev, status.st_ino)
    }

    private final class Gauge {
        var pages = 0
    }
}

extension Ledger {
    /// Throws `unlinked` when the path no longer names the open file. To be called every second, and before anything is
    /// answered after an idle second.
    package func checkFile() throws(LedgerFault) { try file?.check() }

    package var walPages: Int { file?.walPages ?? 0 }

    /// The writer's brake: copies the log into the database and starts it again, waiting for readers a little.
    /// False when a reader was in the way or the disk is full: the next ceiling tries again.
    package func restartLog() throws(LedgerFault) -> Bool {
        database.waitForOthers(milliseconds: LedgerLimits.restartWaitMilliseconds)
        defer { database.waitForOthers() }
        return try Checkpoint.run(on: database, SQLITE_CHECKPOINT_RESTART)
    }
}

/// Copies the write-ahead log into the database beside the writer, on a connection of its own (a thread of its own).
package final class LedgerCheckpointer {
    private let database: Database

    package init(path: String) throws(LedgerFault) {
        do {
            database = try Database(path: path, mode: .readWrite)
            try database.script("PRAGMA synchronous = FULL")
            // A connection that has read nothing knows of no log yet: its checkpoint would do nothing and say that all
            // is well.
            _ = try database.int("PRAGMA user_version")
        } catch {
            throw LedgerFault(error)
        }
    }

    /// As far as readers allow, waiting for nobody. False when it could do nothing: the next one catches up.
    package func checkpoint() throws(LedgerFault) -> Bool {
        try Checkpoint.run(on: database, SQLITE_CHECKPOINT_PASSIVE)
    }
}

private enum Checkpoint {
    /// False when somebody is in the way or the disk is full: the log still has everything. Throws when a read, write or
    /// sync failed: what of it is on disk, nobody knows.
    static func run(on database: Database, _ mode: Int32) throws(LedgerFault) -> Bool {
        // With a statement still open on this connection it fails with "database table is locked".
        database.resetStatements()
        var pages: Int32 = -1
        let code = sqlite3_wal_checkpoint_v2(database.raw, nil, mode, &pages, nil)
        if code == SQLITE_OK { return pages >= 0 }
        let message = String(cString: sqlite3_errmsg(database.raw))
        let failure = SQLiteFailure(code: code, message: message, sql: "checkpoint")
        guard failure.isFull || [SQLITE_BUSY, SQLITE_LOCKED].contains(code & 0xFF) else { throw LedgerFault(failure) }
        return false
    }
}

/// A copy of the whole ledger, true for one moment.
enum LedgerCopy {
    static func write(_ database: Database, to path: String) throws(any Error) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw LedgerFault.storage("\(path) can't be replaced: \(String(cString: strerror(errno)))")
        }
        try database.run("VACUUM INTO ?", .text(path))
    }
}

internal import Glibc
package import Wire

/// Whole copies of a ledger that is being written to, each read through before it counts.
package enum LedgerBackup {
    /// Copies the ledger as it is at one moment, beside its writer. Nothing stands at `path` unless the copy is whole,
    /// verified and on disk. Throws `storage` with what went wrong; what is half done is removed.
    package static func make(of ledger: String, to path: String) throws(LedgerFault) -> BackupFacts {
        let part = path + half
        do {
            let source = try Database(path: ledger, mode: .readOnly)
            let least = try source.head()
            try LedgerCopy.write(source, to: part)
            guard chmod(part, 0o600) == 0 else { throw LedgerFault.storage("chmod \(part): errno \(errno)") }
            var facts = try verify(part)
            guard facts.sequence >= least else {
                throw LedgerFault.storage(
                    "the copy ends at \(facts.sequence), before \(least): it is not this ledger's")
            }
            try DiskSync.sync(part)
            guard rename(part, path) == 0 else { throw LedgerFault.storage("rename \(path): errno \(errno)") }
            try DiskSync.sync(parent(of: path))
            facts.path = path
            return facts
        } catch {
            unlink(part)
            switch error {
            case let fault as LedgerFault: throw fault
            case let failure as SQLiteFailure: throw LedgerFault(failure)
            default: throw .storage("\(error)")
            }
        }
    }

    /// Whether a file of this name is what a kill left of a copy, or its journal.
    package static func isHalf(_ name: String) -> Bool {
        name.hasPrefix("ledger-") && ["", "-journal"].contains { name.hasSuffix(".db\(half)\($0)") }
    }

    private static let half = ".part"

    /// Reads a copy through: ours, of a schema that this program knows, every page and index sound, the log without a
    /// hole. Throws what is wrong with it.
    package static func verify(_ path: String) throws(LedgerFault) -> BackupFacts {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .storage("\(path) can't be read: errno \(errno)") }
        do {
            let copy = try Database(path: path, mode: .readOnly)
            guard try copy.int("PRAGMA application_id") == Ledger.applicationID else {
                throw LedgerFault.foreign(path: path)
            }
            let version = try copy.int("PRAGMA user_version") ?? 0
            guard version <= Migrations.current.newest else {
                throw LedgerFault.newer(path: path, version: version, known: Migrations.current.newest)
            }
            let found = try copy.text("PRAGMA integrity_check(1)") ?? "no answer"
            guard found == "ok" else { throw LedgerFault.storage("\(path) is damaged: \(found)") }
            let holes = try copy.holes()
            guard holes == 0 else { throw LedgerFault.storage("\(path): its log lacks \(holes) events") }
            let town = try TownFacts.load(copy)
            return BackupFacts(
                path: path, bytes: Int64(status.st_size), town: town.name, townID: town.id, schema: version,
                epoch: town.epoch, sequence: try copy.head(), beads: try copy.int("SELECT count(*) FROM beads") ?? 0)
        } catch {
            switch error {
            case let fault as LedgerFault: throw fault
            case let failure as SQLiteFailure:
                if failure.code & 0xFF == SQLiteFailure.notADatabase { throw .foreign(path: path) }
                throw .storage("\(path) is damaged: \(failure)")
            default: throw .storage("\(error)")
            }
        }
    }

    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}

extension Database {
    /// Events that are missing from the log. A restore skips numbers on purpose, and says so with its first event.
    fileprivate func holes() throws(SQLiteFailure) -> Int64 {
        let missing =
            try int("SELECT coalesce(max(sequence) - min(sequence) + 1 - count(*), 0) FROM events") ?? 0
        guard missing > 0 else { return 0 }
        let skipped =
            try int(
                """
                SELECT coalesce(sum(sequence - before - 1), 0) FROM (
                    SELECT e.sequence, (
                        SELECT b.sequence FROM events b WHERE b.sequence < e.sequence ORDER BY b.sequence DESC LIMIT 1
                    ) AS before FROM events e WHERE e.kind = ? AND e.stream = 'town')
                """, .text(EventKind.townRestored.rawValue)) ?? 0
        return missing - skipped
    }
}

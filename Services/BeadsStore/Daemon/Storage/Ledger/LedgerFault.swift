/// Why the ledger can't be opened, or can't be trusted any more: the process ends with it.
package enum LedgerFault: Error, Hashable, Sendable {
    /// The file belongs to another program.
    case foreign(path: String)
    /// A later version of this program has written it.
    case newer(path: String, version: Int64, known: Int64)
    /// `PRAGMA synchronous` reads back as something else than FULL: commits would not be durable.
    case notDurable(synchronous: Int64)
    /// The path no longer names the open file: SQLite would go on "committing" into nothing.
    case unlinked(path: String)
    /// Reading, writing or syncing failed in a way that leaves the state of the file unknown.
    case storage(String)
    /// What was asked for can't be done with this file; nothing was done.
    case unfit(String)
}

extension LedgerFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .foreign(let path):
            "\(path) is not a ledger of Gas Town: move it away, or name another town"
        case .newer(let path, let version, let known):
            "\(path) has schema \(version), this program knows \(known): use the program that wrote it, or a later one"
        case .notDurable(let value):
            "SQLite reports synchronous=\(value) instead of 2 (FULL): commits would not survive a power loss"
        case .unlinked(let path):
            "\(path) was removed or replaced while it was open: put it back (or restore a backup), then start again"
        case .storage(let message):
            "the ledger's storage failed (\(message)): check the disk, then start again; nothing unanswered is lost"
        case .unfit(let message): message
        }
    }
}

extension LedgerFault {
    init(_ failure: SQLiteFailure) { self = .storage(failure.description) }
}

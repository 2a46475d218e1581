import Host

/// A place in the store's work where something is done to it: at which system call, and which of them.
struct SyncPoint: Hashable, Sendable, CustomStringConvertible {
    /// What the store is about there.
    enum Moment: String, Sendable {
        /// The first start in an empty town: the file, its migrations, the keys.
        case founding
        /// A start on a ledger that was left by a kill.
        case opening
        /// A batch of commands goes into the write-ahead log.
        case commit
        /// The write-ahead log is copied back into the ledger.
        case checkpoint
        /// A backup is made beside the writer.
        case copy
    }

    /// As the kernel calls them.
    enum Call: String, Sendable { case fdatasync, fsync, pwrite64 }

    /// What is done there.
    enum Blow: String, Sendable {
        case kill = "signal=KILL"
        case inputOutputError = "error=EIO"
        case diskFull = "error=ENOSPC"
    }

    let moment: Moment
    let call: Call
    /// Counted from 1; each thread counts its own.
    let number: Int

    var description: String { "\(moment.rawValue), \(call.rawValue) \(number)" }

    /// What strace is told, which writes the calls that it sees into `record`.
    func words(_ blow: Blow, of layout: TownLayout, record: String) -> [String] {
        let (file, calls): (String?, [Call]) =
            switch moment {
            case .commit: ("\(layout.ledger)-wal", [.fdatasync, .pwrite64])
            case .checkpoint: (layout.ledger, [call])
            case .founding, .opening, .copy: (nil, [call])
            }
        return Self.watch(calls, on: file, record: record)
            + ["-e", "inject=\(call.rawValue):\(blow.rawValue):when=\(number)"]
    }

    /// What strace is told to see these calls, of one file or of all.
    static func watch(_ calls: [Call], on file: String?, record: String) -> [String] {
        let names = calls.map(\.rawValue).joined(separator: ",")
        return ["-f", "-qq", "-y", "-s", "0", "-o", record, "-e", "trace=\(names)"] + (file.map { ["-P", $0] } ?? [])
    }
}

internal import Glibc
package import TownModel
package import Wire

/// Puts a copy of a ledger in the ledger's place. Killed at any moment, it leaves the old ledger in place or the new
/// one, or both on disk and the decision made: then the next `finish` ends it.
///
/// The decision is one rename, to `<ledger>.restored`, of a file that is complete. Two files (the ledger and its log)
/// can't be exchanged in one step; a decision can be carried out again. Only under the store's lock.
package enum LedgerRestore {
    /// Reads the copy through, raises a copy of it, decides, finishes. The copy itself stays as it is.
    package static func run(
        copy: String, ledger: String, ports: LedgerPorts, now: Timestamp, stop: () throws(LedgerFault) -> Void
    ) throws(LedgerFault) -> RestoreFacts {
        _ = try finish(ledger, stop: stop)
        let source = try LedgerBackup.verify(copy)
        let present = town(of: ledger)
        if let present, present.id != source.townID {
            throw .unfit(
                "\(copy) is of the town \(source.town) (\(source.townID)), this is \(present.name) (\(present.id))")
        }
        let epoch = max(source.epoch, present?.epoch ?? 0, newestReplaced(ledger)) + 1
        let reason = "restored from \(copy), which ends with event \(source.sequence)"
        let draft = "\(ledger).restoring"
        do {
            try remove(draft)
            try makeDraft(draft, of: copy, Raise(epoch: epoch, reason: reason), ports, now)
            try remove(draft, only: beside)
        } catch {
            try remove(draft)
            throw error
        }
        let facts = try LedgerBackup.verify(draft)
        try DiskSync.sync(draft)
        try move(draft, to: ready(ledger))
        try DiskSync.sync(LedgerBackup.parent(of: ledger))
        let replaced = try finish(ledger, stop: stop)
        return RestoreFacts(
            copy: copy, epoch: facts.epoch, copySequence: source.sequence, sequence: facts.sequence,
            beads: facts.beads, replaced: replaced)
    }

    /// Carries out what was decided, as far as that was not done. Gives where the ledger lies that was replaced; nil when
    /// nothing was decided, or there was none. To be called before the ledger is opened. `stop` keeps everybody's hands
    /// still, before the ledger that says so is in place.
    package static func finish(
        _ ledger: String, stop: () throws(LedgerFault) -> Void
    ) throws(LedgerFault) -> String? {
        let ready = ready(ledger)
        guard exists(ready) else { return nil }
        guard let town = town(of: ready) else {
            throw .unfit("\(ready) can't be read: move it away, then start again")
        }
        try stop()
        let old = replaced(ledger, by: town.epoch)
        // A second name first: there is a ledger at every moment.
        if !exists(ledger) {
            try mark(ledger, town.epoch)
        } else if !exists(old) {
            guard link(ledger, old) == 0 else { throw failure("link", old) }
        }
        // Its log must never be taken for the new one's.
        for end in ["-wal", "-shm"] where exists(ledger + end) { try move(ledger + end, to: old + end) }
        let folder = LedgerBackup.parent(of: ledger)
        try DiskSync.sync(folder)
        try move(ready, to: ledger)
        try DiskSync.sync(folder)
        return exists(old) ? old : nil
    }

    /// One file without a log beside it, of this program's schema, raised.
    private static func makeDraft(
        _ draft: String, of copy: String, _ raise: Raise, _ ports: LedgerPorts, _ now: Timestamp
    ) throws(LedgerFault) {
        do {
            try LedgerCopy.write(try Database(path: copy, mode: .readOnly), to: draft)
            guard chmod(draft, 0o600) == 0 else { throw failure("chmod", draft) }
            let ledger = try Ledger.open(
                at: .file(draft), founding: Founding(townID: "", townName: ""), ports: ports, now: now)
            try raise.apply(to: ledger, at: now)
            ledger.database.resetStatements()
            let mode = try ledger.database.text("PRAGMA journal_mode = DELETE")
            guard mode == "delete" else { throw LedgerFault.storage("\(draft) stays in journal mode \(mode ?? "?")") }
        } catch let fault as LedgerFault {
            throw fault
        } catch let failure as SQLiteFailure {
            throw LedgerFault(failure)
        } catch {
            throw .storage("\(error)")
        }
    }

    private static func ready(_ ledger: String) -> String { "\(ledger).restored" }

    private static func replaced(_ ledger: String, by epoch: Int64) -> String {
        "\(ledger).replaced-by-\(epochWord)\(epoch)"
    }

    private static let epochWord = "epoch-"

    /// Where nothing was replaced, an empty file remembers the epoch.
    private static func mark(_ ledger: String, _ epoch: Int64) throws(LedgerFault) {
        let path = "\(ledger).\(epochWord)\(epoch)"
        let descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open", path) }
        close(descriptor)
    }

    /// Epochs are not given twice either, whatever the ledger in place can still say.
    private static func newestReplaced(_ ledger: String) -> Int64 {
        guard let folder = opendir(LedgerBackup.parent(of: ledger)) else { return 0 }
        defer { closedir(folder) }
        let start = "\(ledger.split(separator: "/").last ?? "")."
        var newest: Int64 = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(start), let word = name.firstRange(of: epochWord),
                let epoch = Int64(name[word.upperBound...])
            else { continue }
            newest = max(newest, epoch)
        }
        return newest
    }

    /// nil where there is no ledger, or none that can be read: a damaged one is what is restored.
    private static func town(of path: String) -> TownFacts? {
        guard exists(path) else { return nil }
        do {
            let town = try TownFacts.load(try Database(path: path, mode: .readOnly))
            return town.id.isEmpty ? nil : town
        } catch {
            return nil
        }
    }

    /// What a kill left of a draft.
    private static func remove(_ draft: String) throws(LedgerFault) { try remove(draft, only: [""] + beside) }

    /// What SQLite and a migration put beside a file.
    private static let beside = ["-wal", "-shm", "-journal", ".before-\(Migrations.current.newest)"]

    private static func remove(_ draft: String, only ends: [String]) throws(LedgerFault) {
        for end in ends {
            guard unlink(draft + end) == 0 || errno == ENOENT else { throw failure("unlink", draft + end) }
        }
    }

    private static func move(_ source: String, to target: String) throws(LedgerFault) {
        guard rename(source, target) == 0 else { throw failure("rename", target) }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func failure(_ call: String, _ path: String) -> LedgerFault {
        .storage("\(call) \(path): \(String(cString: strerror(errno)))")
    }
}

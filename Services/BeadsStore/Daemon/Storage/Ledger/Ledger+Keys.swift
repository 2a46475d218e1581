internal import Hashing
package import TownModel
internal import Wire

/// A service's or the overseer's secret, as it lies in its file.
package struct KeyGrant: Hashable, Sendable {
    package var actor: Address
    package var secret: String

    package init(actor: Address, secret: String) {
        self.actor = actor
        self.secret = secret
    }
}

extension Ledger {
    /// From now on these secrets stand for these actors, and no earlier ones do. Writes nothing when it was so before.
    package func grant(_ keys: [KeyGrant], at now: Timestamp) throws(LedgerFault) {
        do {
            let missing = try keys.filter { (key) throws(SQLiteFailure) in
                try database.text(
                    "SELECT actor FROM keys WHERE hash = ? AND session IS NULL", .text(SHA256.hex(key.secret)))
                    != key.actor.description
            }
            guard !missing.isEmpty else { return }
            _ = try transact(at: now) { (batch) throws(SQLiteFailure) in
                for key in missing { try batch.replace(key) }
                return []
            }
        } catch let failure as SQLiteFailure {
            throw LedgerFault(failure)
        } catch {
            throw .storage("\(error)")
        }
    }

    /// Every service that has a key of its own, and the overseer.
    package func keyHolders() throws(LedgerFault) -> [Address] {
        do {
            let rigs = try database.rows("SELECT name FROM rigs WHERE state <> 'removed' ORDER BY name") {
                (row) throws(SQLiteFailure) in RigName(row.text(0))
            }.compactMap { $0 }
            return [.overseer, .mayor, .deacon] + rigs.flatMap { [Address.witness($0), .refinery($0)] }
        } catch {
            throw LedgerFault(error)
        }
    }
}

extension Batch {
    fileprivate func replace(_ key: KeyGrant) throws(SQLiteFailure) {
        try database.run("DELETE FROM keys WHERE actor = ? AND session IS NULL", .text(key.actor.description))
        try database.run(
            "INSERT OR REPLACE INTO keys (hash, actor, session, created_at) VALUES (?, ?, NULL, ?)",
            .text(SHA256.hex(key.secret)), .text(key.actor.description), .int(now.milliseconds))
    }
}

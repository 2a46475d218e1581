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
            return try database.keyHolders()
        } catch {
            throw LedgerFault(error)
        }
    }

    /// Of those, who is to have a new secret (`key.rotate`): until one is granted.
    package func wantedKeys() throws(LedgerFault) -> Set<Address> {
        do {
            let names = try database.rows(
                "SELECT name FROM meta WHERE name >= ?1 AND name < ?2", [.text(KeyRules.wanted), .text("key/wanted0")]
            ) { (row) throws(SQLiteFailure) in row.text(0) }
            return Set(names.compactMap { Address(String($0.dropFirst(KeyRules.wanted.count))) })
        } catch {
            throw LedgerFault(error)
        }
    }

    /// Who may reach the town over TCP: for the endpoint, at the start and after every event of the kinds
    /// `key.authorized` and `key.revoked`.
    package func remoteKeys() throws(LedgerFault) -> [RemoteKey] {
        do {
            return try database.remoteKeys().map(\.key)
        } catch {
            throw LedgerFault(error)
        }
    }
}

extension Database {
    func keyHolders() throws(SQLiteFailure) -> [Address] {
        let rigs = try rows("SELECT name FROM rigs WHERE state <> 'removed' ORDER BY name") {
            (row) throws(SQLiteFailure) in RigName(row.text(0))
        }.compactMap { $0 }
        return [.overseer, .mayor, .deacon] + rigs.flatMap { [Address.witness($0), .refinery($0)] }
    }
}

extension Batch {
    fileprivate func replace(_ key: KeyGrant) throws(SQLiteFailure) {
        try database.run("DELETE FROM keys WHERE actor = ? AND session IS NULL", .text(key.actor.description))
        try database.run(
            "INSERT OR REPLACE INTO keys (hash, actor, session, created_at) VALUES (?, ?, NULL, ?)",
            .text(SHA256.hex(key.secret)), .text(key.actor.description), .int(now.milliseconds))
        try database.run("DELETE FROM meta WHERE name = ?", .text(KeyRules.wanted + key.actor.description))
    }
}

internal import TownModel
internal import Wire

/// A remote's key with how it came here.
struct AuthorizedKey: Hashable, Sendable {
    var key: RemoteKey
    var since: Timestamp
    var by: Address
}

extension Database {
    func remoteKey(_ name: KeyName) throws(SQLiteFailure) -> AuthorizedKey? {
        try remoteKeys("WHERE name = ?", [.text(name.text)]).first
    }

    func remoteKeys(_ condition: String = "", _ values: [SQLiteValue] = []) throws(SQLiteFailure) -> [AuthorizedKey] {
        try rows(
            """
            SELECT name, public_key, actor, groups, streams, created_at, created_by FROM remote_keys \(condition)
            ORDER BY name
            """, values
        ) { (row) throws(SQLiteFailure) in AuthorizedKey(row) }.compactMap(\.self)
    }
}

extension AuthorizedKey {
    /// nil for what was not written by us: nobody is let in by it.
    fileprivate init?(_ row: Statement) {
        guard let name = KeyName(row.text(0)), let publicKey = PublicKey(row.text(1)), let actor = Address(row.text(2)),
            let by = Address(row.text(6))
        else { return nil }
        let groups = row.text(3).split(separator: " ").map { VerbGroup(rawValue: String($0)) }
        let streams = row.text(4).split(separator: " ").map { StreamName(String($0)) }
        // One stream less would be none, and none is all of them.
        guard !groups.contains(nil), !streams.contains(nil) else { return nil }
        key = RemoteKey(
            name: name, publicKey: publicKey, actor: actor, groups: groups.compactMap(\.self),
            streams: streams.compactMap(\.self))
        since = Timestamp(milliseconds: row.int(5))
        self.by = by
    }
}

extension Transaction {
    func save(_ key: RemoteKey) throws(LedgerError) {
        try write(
            """
            INSERT OR REPLACE INTO remote_keys (name, public_key, actor, groups, streams, created_at, created_by)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, .text(key.name.text), .text(key.publicKey.text), .text(key.actor.description),
            .text(key.groups.map(\.rawValue).joined(separator: " ")),
            .text(key.streams.map(\.description).joined(separator: " ")), .int(now.milliseconds),
            .text(speaker.actor.description))
        changedSpeakers = true
    }
}

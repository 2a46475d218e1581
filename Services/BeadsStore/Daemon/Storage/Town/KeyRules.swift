internal import TownModel
internal import Wire

/// Who may speak here: remotes are let in and put out, secrets are made anew.
enum KeyRules {
    static let verbs: [VerbRule] = [
        .command(KeyAuthorize.self) { (authorize, work) throws(LedgerError) in
            try work.authorize(authorize.key)
        },
        .command(KeyRevoke.self) { (revoke, work) throws(LedgerError) in
            try work.revoke(revoke.name, note: nil)
            return Done()
        },
        .command(KeyRotate.self) { (rotate, work) throws(LedgerError) in
            try work.wantNewKey(rotate.holder)
            return Done()
        },
    ]

    static let queries: [QueryRule] = [
        .query(KeyList.self) { (_, reading) throws(LedgerError) in KeyPage(keys: try reading.keyHolders()) }
    ]

    /// Under which it is kept that somebody is to have a new secret, until he has it.
    static let wanted = "key/wanted/"
}

extension Transaction {
    fileprivate func authorize(_ asked: RemoteKey) throws(LedgerError) -> KeyAuthorized {
        let key = try checked(asked)
        let before = try read { (db) throws(SQLiteFailure) in try db.remoteKey(key.name) }?.key
        guard before != key else { return KeyAuthorized(key: key, before: before) }
        let holder = try text(
            "SELECT name FROM remote_keys WHERE public_key = ? AND name <> ?", .text(key.publicKey.text),
            .text(key.name.text))
        if let holder {
            throw .refuse(
                .conflict, "that public key is let in as \(holder) already", about: holder,
                hint: "gt key revoke \(holder) first, or let it in under that name")
        }
        let count = try int("SELECT count(*) FROM remote_keys") ?? 0
        guard before != nil || count < LedgerLimits.remoteKeysMax else {
            throw .refuse(
                .tooLarge, "\(LedgerLimits.remoteKeysMax) keys are let in already", about: key.name.text,
                hint: "gt key list, then gt key revoke what nobody uses")
        }
        try save(key)
        try emit(.keyAuthorized, in: .town, subject: key.name.text, EventData(key: key))
        return KeyAuthorized(key: key, before: before)
    }

    /// Its groups and streams in their order, each once, and nothing that it can't have.
    private func checked(_ asked: RemoteKey) throws(LedgerError) -> RemoteKey {
        var key = asked
        guard Rights.allowsRemote(for: key.actor) else {
            throw .refuse(
                .invalid, "a remote speaks for the overseer or a crew member, not for \(key.actor)",
                about: key.actor.description, hint: "--as overseer, or --as <rig>/crew/<name>")
        }
        if let rig = key.actor.rig { _ = try knownRig(rig) }
        for stream in key.streams { if let rig = stream.rig { _ = try knownRig(rig) } }
        let possible = Rights.groups(ofRemoteFor: key.actor)
        if let group = key.groups.first(where: { !possible.contains($0) }) {
            throw .refuse(
                .invalid, "a remote that speaks for \(key.actor) can't be allowed \(group.rawValue)",
                about: group.rawValue, hint: "one or more of: \(possible.map(\.rawValue).joined(separator: ", "))")
        }
        key.groups = possible.filter(key.groups.contains)
        key.streams = Set(key.streams).sorted()
        guard key.streams.count <= LedgerLimits.remoteStreamsMax else {
            throw .refuse(
                .tooLarge, "a key is bound to at most \(LedgerLimits.remoteStreamsMax) streams", about: key.name.text,
                hint: "without --stream it hears them all")
        }
        return key
    }

    fileprivate func revoke(_ name: KeyName, note: String?) throws(LedgerError) {
        guard let known = try read({ (db) throws(SQLiteFailure) in try db.remoteKey(name) }) else {
            throw .refuse(.notFound, "no key is let in as \(name)", about: name.text, hint: "gt key list")
        }
        try write("DELETE FROM remote_keys WHERE name = ?", .text(name.text))
        changedSpeakers = true
        try emit(.keyRevoked, in: .town, subject: name.text, EventData(key: known.key, note: note))
    }

    /// A copy of the ledger may let in whom the town has put out since.
    func revokeAllRemotes(note: String) throws(LedgerError) {
        for known in try read({ (db) throws(SQLiteFailure) in try db.remoteKeys() }) {
            try revoke(known.key.name, note: note)
        }
    }

    /// The store makes the file and the secret as soon as this is committed, and before it is answered.
    fileprivate func wantNewKey(_ holder: Address) throws(LedgerError) {
        guard try read({ (db) throws(SQLiteFailure) in try db.keyHolders() }).contains(holder) else {
            throw .refuse(
                .notFound, "\(holder) has no key of its own here", about: holder.description,
                hint: "gt key list names who has; a session's key ends with its session")
        }
        try setMeta(KeyRules.wanted + holder.description, cause)
        try emit(.keyRotated, in: .town, subject: holder.description, EventData())
    }
}

extension Reading {
    fileprivate func keyHolders() throws(LedgerError) -> [KeyHolder] {
        let own = try rows(
            "SELECT actor, session, created_at FROM keys ORDER BY session IS NOT NULL, actor, session"
        ) { (row) throws(SQLiteFailure) -> KeyHolder? in
            guard let actor = Address(row.text(0)) else { return nil }
            let session = row.optionalText(1).flatMap(Incarnation.init)
            let kind: KeyKind = session != nil ? .session : actor == .overseer ? .overseer : .service
            return KeyHolder(
                holder: actor.description, kind: kind, actor: actor, session: session,
                groups: Rights.groups(of: actor.speakerKind(inSession: session != nil)),
                since: Timestamp(milliseconds: row.int(2)))
        }.compactMap(\.self)
        let remotes = try read { (db) throws(SQLiteFailure) in try db.remoteKeys() }
        return own.filter { $0.kind == .overseer } + own.filter { $0.kind == .service }
            + PageLimit.fit(own.filter { $0.kind == .session }).page
            + remotes.map {
                KeyHolder(
                    holder: $0.key.name.text, kind: .remote, actor: $0.key.actor, groups: $0.key.groups,
                    streams: $0.key.streams, publicKey: $0.key.publicKey, since: $0.since, by: $0.by)
            }
    }
}

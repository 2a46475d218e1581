package import TownModel

/// Lets somebody in over TCP, under a name of his own. The same name again replaces what was: another public key, other
/// rights. The overseer's alone.
package struct KeyAuthorize: Command {
    package typealias Reply = KeyAuthorized
    package static let verb = "key.authorize"
    package var key: RemoteKey

    package init(key: RemoteKey) { self.key = key }
}

package struct KeyAuthorized: Codable, Hashable, Sendable {
    /// As it stands now: groups and streams in their order, each once.
    package var key: RemoteKey
    /// What it was before; nil for a new name.
    package var before: RemoteKey?

    package init(key: RemoteKey, before: RemoteKey?) {
        self.key = key
        self.before = before
    }
}

/// Lets somebody in no longer.
package struct KeyRevoke: Command {
    package typealias Reply = Done
    package static let verb = "key.revoke"
    package var name: KeyName

    package init(name: KeyName) { self.name = name }
}

/// A new secret for the overseer or a service, in its file; the old one is nobody's from the answer on.
package struct KeyRotate: Command {
    package typealias Reply = Done
    package static let verb = "key.rotate"
    package var holder: Address

    package init(holder: Address) { self.holder = holder }
}

/// Everybody who can speak here: never a secret, never what a secret is recognised by.
package struct KeyList: Query {
    package typealias Reply = KeyPage
    package static let verb = "key.list"

    package init() {}
}

package struct KeyPage: Codable, Hashable, Sendable {
    package var keys: [KeyHolder]

    package init(keys: [KeyHolder]) { self.keys = keys }
}

package enum KeyKind: String, Hashable, Sendable, Codable, CaseIterable {
    case overseer, service, session, remote
}

package struct KeyHolder: Codable, Hashable, Sendable {
    /// A remote key's name; else the actor's address.
    package var holder: String
    package var kind: KeyKind
    package var actor: Address
    package var session: Incarnation?
    package var groups: [VerbGroup]
    /// Empty: everything.
    package var streams: [StreamName]
    /// Of a remote.
    package var publicKey: PublicKey?
    package var since: Timestamp
    /// Who let a remote in.
    package var by: Address?

    package init(
        holder: String, kind: KeyKind, actor: Address, session: Incarnation? = nil, groups: [VerbGroup],
        streams: [StreamName] = [], publicKey: PublicKey? = nil, since: Timestamp, by: Address? = nil
    ) {
        self.holder = holder
        self.kind = kind
        self.actor = actor
        self.session = session
        self.groups = groups
        self.streams = streams
        self.publicKey = publicKey
        self.since = since
        self.by = by
    }
}

/// How often somebody was refused something, since the store began.
package struct RefusalCount: Codable, Hashable, Sendable {
    /// nil: nobody whom the store knows.
    package var actor: Address?
    /// The remote's key, as it named itself; it need not be one that is let in.
    package var key: KeyName?
    package var code: ErrorCode
    package var count: Int
    package var lastAt: Timestamp

    package init(actor: Address?, key: KeyName?, code: ErrorCode, count: Int, lastAt: Timestamp) {
        self.actor = actor
        self.key = key
        self.code = code
        self.count = count
        self.lastAt = lastAt
    }
}

package import TownModel

/// Everybody who can be written to, what they are and whether a session of theirs is there; a page.
package struct MailDirectory: Query {
    package typealias Reply = MailDirectoryPage
    package static let verb = "mail.directory"
    /// Only who is of this rig.
    package var rig: RigName?
    /// nil: of every kind.
    package var kinds: [CorrespondentKind]?
    /// The last one of the page before.
    package var after: MailTarget?

    package init(rig: RigName? = nil, kinds: [CorrespondentKind]? = nil, after: MailTarget? = nil) {
        self.rig = rig
        self.kinds = kinds
        self.after = after
    }
}

package struct MailDirectoryPage: Codable, Hashable, Sendable {
    package var entries: [Correspondent]
    /// Where the next page begins, as `after`; nil: this was the last.
    package var next: MailTarget?

    package init(entries: [Correspondent], next: MailTarget? = nil) {
        self.entries = entries
        self.next = next
    }
}

/// Somebody who can be written to, or several by one name.
package struct Correspondent: Codable, Hashable, Sendable {
    package var address: MailTarget
    package var kind: CorrespondentKind
    /// Of an agent whose session has not ended.
    package var session: SessionState?
    /// How many are in a group, wait in a queue, or are kept in a channel.
    package var count: Int?
    /// Of an agent that is told more or less than others.
    package var attention: Attention?

    package init(
        address: MailTarget, kind: CorrespondentKind, session: SessionState? = nil, count: Int? = nil,
        attention: Attention? = nil
    ) {
        self.attention = attention
        self.address = address
        self.kind = kind
        self.session = session
        self.count = count
    }
}

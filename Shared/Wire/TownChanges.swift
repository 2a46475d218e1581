package import TownModel

/// What has happened in the town since its Mayor's agent was told last. Bounded: it is printed into a conversation.
package struct TownChanges: Codable, Hashable, Sendable {
    /// The sequence up to which it goes: `news.seen` says it back.
    package var upTo: Int64
    /// The newest of them, the oldest first.
    package var changes: [TownChange]
    /// There are more than are shown.
    package var isCut: Bool

    package init(upTo: Int64, changes: [TownChange], isCut: Bool = false) {
        self.upTo = upTo
        self.changes = changes
        self.isCut = isCut
    }
}

/// One thing that has happened, as it is now.
package struct TownChange: Codable, Hashable, Sendable {
    package var kind: TownChangeKind
    /// The convoy, the gate, or the bead.
    package var subject: BeadID
    package var title: String
    /// How it ended, or why.
    package var note: String?
    package var at: Timestamp

    package init(kind: TownChangeKind, subject: BeadID, title: String, note: String? = nil, at: Timestamp) {
        self.kind = kind
        self.subject = subject
        self.title = title
        self.note = note
        self.at = at
    }
}

package enum TownChangeKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A convoy's members have all ended.
    case landed
    /// A person is asked, a convoy that is stuck among other things, and has not answered yet.
    case escalated
    /// The merge queue gave work back.
    case returned
}

/// A session was shown what has happened up to here. Id: `news-seen/<incarnation>/<sequence>`.
package struct NewsSeen: Command {
    package typealias Reply = Done
    package static let verb = "news.seen"
    package var sequence: Int64

    package init(sequence: Int64) { self.sequence = sequence }
}

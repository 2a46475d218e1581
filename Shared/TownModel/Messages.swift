/// A letter in an inbox: delivered once to each recipient.
package struct Mail: Hashable, Sendable, Codable {
    package var id: BeadID
    package var from: Address
    package var to: [Address]
    package var subject: String
    /// Only in answers to those who may read it; never in an event.
    package var body: String?
    package var priority: Priority
    package var sentAt: Timestamp
    /// Of the inbox it was listed from.
    package var readAt: Timestamp?
    /// When the reader of that inbox put it away; nil: it lies there.
    package var archivedAt: Timestamp?
    /// What its writer says it is; nil: a letter like any other.
    package var type: MailType?
    /// Who got it besides those it is written to; nil: nobody.
    package var copies: [Address]?
    /// The letter that it answers.
    package var replyTo: BeadID?
    /// The first letter of its thread; nil when it answers none.
    package var thread: BeadID?
    /// The groups that it was written to, whose members are among `to`; and the places where it lies for who looks.
    package var lists: [MailTarget]?

    /// Everybody in whose inbox it was put when it was sent.
    package var recipients: [Address] { to + (copies ?? []) }

    package init(
        id: BeadID, from: Address, to: [Address], subject: String, body: String? = nil, priority: Priority = .normal,
        sentAt: Timestamp, readAt: Timestamp? = nil, type: MailType? = nil, copies: [Address]? = nil,
        replyTo: BeadID? = nil, thread: BeadID? = nil, archivedAt: Timestamp? = nil, lists: [MailTarget]? = nil
    ) {
        self.id = id
        self.lists = lists
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.priority = priority
        self.sentAt = sentAt
        self.readAt = readAt
        self.type = type
        self.copies = copies
        self.replyTo = replyTo
        self.thread = thread
        self.archivedAt = archivedAt
    }
}

/// What a letter is for, as its writer says; nothing follows from it by itself.
package enum MailType: String, Hashable, Sendable, Codable, CaseIterable {
    case task, escalation, scavenge, notification, reply
}

/// A part of what was written to somebody.
package enum LetterFolder: String, Hashable, Sendable, Codable, CaseIterable {
    /// What was not put away.
    case inbox
    case archived
    /// Both.
    case all
}

package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
    case critical, high, medium, low

    package var priority: Priority {
        switch self {
        case .critical: .critical
        case .high: .high
        case .medium: .normal
        case .low: .low
        }
    }
}

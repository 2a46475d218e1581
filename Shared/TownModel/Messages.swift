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

    package init(
        id: BeadID, from: Address, to: [Address], subject: String, body: String? = nil, priority: Priority = .normal,
        sentAt: Timestamp, readAt: Timestamp? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.priority = priority
        self.sentAt = sentAt
        self.readAt = readAt
    }
}

/// A word for now: shown to the target's session at its next turn, gone after its time to live.
package struct Nudge: Hashable, Sendable, Codable {
    package var number: Int64
    package var from: Address
    package var to: Address
    package var text: String?
    package var state: NudgeState
    package var sentAt: Timestamp
    package var expiresAt: Timestamp

    package init(
        number: Int64, from: Address, to: Address, text: String? = nil, state: NudgeState = .sent, sentAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.number = number
        self.from = from
        self.to = to
        self.text = text
        self.state = state
        self.sentAt = sentAt
        self.expiresAt = expiresAt
    }
}

package enum NudgeState: String, Hashable, Sendable, Codable, CaseIterable {
    case sent
    /// A session of the target has asked for it (`gt prime`).
    case delivered
    case expired
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

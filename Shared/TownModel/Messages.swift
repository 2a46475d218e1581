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

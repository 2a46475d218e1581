/// A place where a letter waits for whoever takes it: one of many gets it.
package struct MailQueue: Hashable, Sendable, Codable {
    package var name: MailListName
    /// Who may take letters; nil: everybody. The overseer always may.
    package var claimers: [MailTarget]?
    package var madeBy: Address
    package var madeAt: Timestamp

    package init(name: MailListName, claimers: [MailTarget]?, madeBy: Address, madeAt: Timestamp) {
        self.name = name
        self.claimers = claimers
        self.madeBy = madeBy
        self.madeAt = madeAt
    }
}

/// A letter of a queue that somebody has taken.
package struct MailClaimed: Hashable, Sendable, Codable {
    /// Without its body.
    package var mail: Mail
    package var queue: MailListName
    package var by: Address
    package var at: Timestamp

    package init(mail: Mail, queue: MailListName, by: Address, at: Timestamp) {
        self.mail = mail
        self.queue = queue
        self.by = by
        self.at = at
    }
}

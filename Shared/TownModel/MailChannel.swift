/// A place where letters are kept for all who look, the newest of them.
package struct MailChannel: Hashable, Sendable, Codable {
    package var name: MailListName
    /// So many letters are kept.
    package var keep: Int
    /// Each for so long; nil: until there are too many.
    package var keepSeconds: Int64?
    package var madeBy: Address
    package var madeAt: Timestamp

    package init(name: MailListName, keep: Int, keepSeconds: Int64?, madeBy: Address, madeAt: Timestamp) {
        self.name = name
        self.keep = keep
        self.keepSeconds = keepSeconds
        self.madeBy = madeBy
        self.madeAt = madeAt
    }
}

/// What is new for somebody in a channel.
package struct ChannelNews: Hashable, Sendable, Codable {
    package var channel: MailListName
    /// Letters of others, since it was looked at last.
    package var count: Int

    package init(channel: MailListName, count: Int) {
        self.channel = channel
        self.count = count
    }
}

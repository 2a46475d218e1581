package import TownModel

/// Makes a channel: a letter to it is kept there for all who look. By the overseer, the Mayor or crew.
package struct MailChannelCreate: Command {
    package typealias Reply = MailChannelReply
    package static let verb = "mail.channel-create"
    package var name: MailListName
    /// So many letters are kept.
    package var keep: Int
    /// Each for so long; nil: until there are too many.
    package var keepSeconds: Int64?

    package init(name: MailListName, keep: Int = 100, keepSeconds: Int64? = nil) {
        self.name = name
        self.keep = keep
        self.keepSeconds = keepSeconds
    }
}

/// Takes a channel away. Refused while letters are kept in it, unless `force`: then they are gone. By the overseer, the Mayor
/// or crew.
package struct MailChannelDelete: Command {
    package typealias Reply = MailChannelReply
    package static let verb = "mail.channel-delete"
    package var name: MailListName
    package var force: Bool

    package init(name: MailListName, force: Bool = false) {
        self.name = name
        self.force = force
    }
}

/// From now on the speaker is told how many letters are new in a channel; or no more.
package struct MailChannelSubscribe: Command {
    package typealias Reply = MailChannelReply
    package static let verb = "mail.channel-subscribe"
    package var name: MailListName
    package var isSubscribed: Bool

    package init(name: MailListName, isSubscribed: Bool = true) {
        self.name = name
        self.isSubscribed = isSubscribed
    }
}

/// The letters of a channel, the newest first, whole. A subscriber has seen them, and those before them.
package struct MailChannelRead: Command {
    package typealias Reply = MailChannelReply
    package static let verb = "mail.channel-read"
    package var name: MailListName
    package var limit: Int

    package init(name: MailListName, limit: Int = 10) {
        self.name = name
        self.limit = limit
    }
}

package struct MailChannelReply: Codable, Hashable, Sendable {
    package var channel: MailChannel
    /// Letters that are kept now.
    package var count: Int
    package var subscribers: Int
    /// Of the speaker, before it looked; nil: it is no subscriber.
    package var unseen: Int?
    /// The newest first; empty unless they were asked for.
    package var letters: [Mail]

    package init(channel: MailChannel, count: Int, subscribers: Int, unseen: Int? = nil, letters: [Mail] = []) {
        self.channel = channel
        self.count = count
        self.subscribers = subscribers
        self.unseen = unseen
        self.letters = letters
    }
}

/// Every channel, by name, without its letters.
package struct MailChannelList: Query {
    package typealias Reply = MailChannelPage
    package static let verb = "mail.channels"

    package init() {}
}

package struct MailChannelPage: Codable, Hashable, Sendable {
    package var channels: [MailChannelReply]

    package init(channels: [MailChannelReply]) { self.channels = channels }
}

package import TownModel

/// Makes a queue: a letter to it waits for whoever takes it. By the overseer, the Mayor or crew.
package struct MailQueueCreate: Command {
    package typealias Reply = MailQueueReply
    package static let verb = "mail.queue-create"
    package var name: MailListName
    /// nil: everybody.
    package var claimers: [MailTarget]?

    package init(name: MailListName, claimers: [MailTarget]? = nil) {
        self.name = name
        self.claimers = claimers
    }
}

/// Takes a queue away. Refused while letters are in it, unless `force`: then those that wait lie in the overseer's inbox, and
/// those that were taken stay with who took them. By the overseer, the Mayor or crew.
package struct MailQueueDelete: Command {
    package typealias Reply = MailQueueReply
    package static let verb = "mail.queue-delete"
    package var name: MailListName
    package var force: Bool

    package init(name: MailListName, force: Bool = false) {
        self.name = name
        self.force = force
    }
}

/// One queue: the letters that wait in it, in the order in which they are taken, and those that were taken.
package struct MailQueueShow: Query {
    package typealias Reply = MailQueueReply
    package static let verb = "mail.queue-show"
    package var name: MailListName
    package var limit: Int

    package init(name: MailListName, limit: Int = 50) {
        self.name = name
        self.limit = limit
    }
}

package struct MailQueueReply: Codable, Hashable, Sendable {
    package var queue: MailQueue
    package var waitingCount: Int
    package var claimedCount: Int
    /// Without bodies; the first of them, in the order in which they are taken.
    package var waiting: [Mail]
    /// The first of them, by letter.
    package var claimed: [MailClaimed]

    package init(
        queue: MailQueue, waitingCount: Int, claimedCount: Int, waiting: [Mail] = [], claimed: [MailClaimed] = []
    ) {
        self.queue = queue
        self.waitingCount = waitingCount
        self.claimedCount = claimedCount
        self.waiting = waiting
        self.claimed = claimed
    }
}

/// Every queue, by name, with how many letters it has and without the letters.
package struct MailQueueList: Query {
    package typealias Reply = MailQueuePage
    package static let verb = "mail.queues"

    package init() {}
}

package struct MailQueuePage: Codable, Hashable, Sendable {
    package var queues: [MailQueueReply]

    package init(queues: [MailQueueReply]) { self.queues = queues }
}

/// Takes the most urgent letter of a queue, the oldest of these, for the speaker alone: it lies in its inbox from then on,
/// read. The same command again gives the same letter.
package struct MailClaim: Command {
    package typealias Reply = MailClaimReply
    package static let verb = "mail.claim"
    /// nil: of any queue that the speaker may take from.
    package var queue: MailListName?

    package init(queue: MailListName? = nil) { self.queue = queue }
}

package struct MailClaimReply: Codable, Hashable, Sendable {
    /// nil: no letter waits.
    package var mail: Mail?
    package var queue: MailListName?

    package init(mail: Mail? = nil, queue: MailListName? = nil) {
        self.mail = mail
        self.queue = queue
    }
}

/// Gives up a letter that was taken from a queue: it is back in its place there; or it is dealt with, and stays in the
/// inbox. By who took it, or the overseer.
package struct MailRelease: Command {
    package typealias Reply = MailReleaseReply
    package static let verb = "mail.release"
    package var id: BeadID
    /// Dealt with: it does not go back.
    package var isDone: Bool

    package init(id: BeadID, isDone: Bool = false) {
        self.id = id
        self.isDone = isDone
    }
}

package struct MailReleaseReply: Codable, Hashable, Sendable {
    /// As they were.
    package var released: [MailClaimed]
    package var isDone: Bool

    package init(released: [MailClaimed], isDone: Bool) {
        self.released = released
        self.isDone = isDone
    }
}

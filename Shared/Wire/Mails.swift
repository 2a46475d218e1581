package import TownModel

/// Stores one letter and delivers it once into each recipient's inbox. Unknown recipients are an error.
/// With `replyTo`, a letter that the speaker got or wrote, it joins that letter's thread; then nobody in `to` means its
/// writer (or, for a letter of the speaker's own, those whom it was written to), and an empty subject "Re: " and its own.
/// Who is in a group, and whether a place is there, is found out when it is stored: each member gets one copy, the
/// speaker none.
package struct MailSend: Command {
    package typealias Reply = MailReply
    package static let verb = "mail.send"
    package var to: [Address]
    package var subject: String
    package var body: String
    package var priority: Priority
    /// nil: of no type, or `reply` when it is one.
    package var type: MailType?
    /// Who gets it besides `to`.
    package var copies: [Address]?
    package var replyTo: BeadID?
    /// Groups whose members get it besides `to`, and the places where it is put.
    package var lists: [MailTarget]?

    package init(
        to: [Address], subject: String, body: String, priority: Priority = .normal, type: MailType? = nil,
        copies: [Address]? = nil, replyTo: BeadID? = nil, lists: [MailTarget]? = nil
    ) {
        self.to = to
        self.lists = lists
        self.subject = subject
        self.body = body
        self.priority = priority
        self.type = type
        self.copies = copies
        self.replyTo = replyTo
    }
}

/// Marks a letter of the speaker's inbox as read and gives its body. Repeating it changes nothing.
package struct MailRead: Command {
    package typealias Reply = MailReply
    package static let verb = "mail.read"
    package var id: BeadID

    package init(id: BeadID) { self.id = id }
}

package struct MailReply: Codable, Hashable, Sendable {
    package var mail: Mail

    package init(mail: Mail) { self.mail = mail }
}

/// An inbox, newest first, in pages; the speaker's own when `owner` is nil.
package struct MailInbox: Query {
    package typealias Reply = MailPage
    package static let verb = "mail.inbox"
    package var owner: Address?
    package var unreadOnly: Bool
    package var limit: Int
    /// nil: what was not put away.
    package var folder: LetterFolder?
    /// Only what came before this letter of theirs: the `next` of the page before.
    package var before: BeadID?

    package init(
        owner: Address? = nil, unreadOnly: Bool = false, limit: Int = 50, folder: LetterFolder? = nil,
        before: BeadID? = nil
    ) {
        self.owner = owner
        self.unreadOnly = unreadOnly
        self.limit = limit
        self.folder = folder
        self.before = before
    }
}

package struct MailPage: Codable, Hashable, Sendable {
    package var owner: Address
    package var mails: [Mail]
    /// Of what was not put away.
    package var unreadCount: Int
    /// Of the unread ones, those that are urgent or high.
    package var urgentCount: Int?
    /// How many there are of what was asked for, on this page and on all others.
    package var total: Int?
    /// The letter before which the list goes on; nil: it ends here.
    package var next: BeadID?

    package init(
        owner: Address, mails: [Mail], unreadCount: Int, total: Int? = nil, next: BeadID? = nil, urgentCount: Int? = nil
    ) {
        self.urgentCount = urgentCount
        self.owner = owner
        self.mails = mails
        self.unreadCount = unreadCount
        self.total = total
        self.next = next
    }
}

/// A word for now: shown when the target is idle, at its next turn, or at once; expires, and then the sender is told by mail.
package struct NudgeSend: Command {
    package typealias Reply = NudgeReply
    package static let verb = "nudge.send"
    package var to: Address
    package var text: String
    package var timeToLiveSeconds: Int
    /// nil: when the reader is idle.
    package var mode: NudgeMode?

    package init(to: Address, text: String, timeToLiveSeconds: Int = 1800, mode: NudgeMode? = nil) {
        self.to = to
        self.text = text
        self.timeToLiveSeconds = timeToLiveSeconds
        self.mode = mode
    }
}

package struct NudgeReply: Codable, Hashable, Sendable {
    package var nudge: Nudge
    /// It waits, and its reader is not to be disturbed by it now.
    package var isHeldBack: Bool?

    package init(nudge: Nudge, isHeldBack: Bool? = nil) {
        self.nudge = nudge
        self.isHeldBack = isHeldBack
    }
}

/// The speaker's session has been shown these. Id: `nudges-shown/<incarnation>/<highest number>`; for one that was typed
/// into its pane `nudge-typed/<incarnation>/<number>`.
package struct NudgesDelivered: Command {
    package typealias Reply = Done
    package static let verb = "nudge.delivered"
    package var numbers: [Int64]
    /// nil: by a hook of its own.
    package var channel: NudgeChannel?

    package init(numbers: [Int64], channel: NudgeChannel? = nil) {
        self.numbers = numbers
        self.channel = channel
    }
}

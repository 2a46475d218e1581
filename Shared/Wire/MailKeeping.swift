package import TownModel

/// Letters of an inbox that are not named one by one: those of which all holds that is said here.
package struct LetterSelection: Codable, Hashable, Sendable {
    /// nil: read or not.
    package var isRead: Bool?
    /// Sent so long ago at least; nil: whenever.
    package var olderThanSeconds: Int64?

    package init(isRead: Bool? = nil, olderThanSeconds: Int64? = nil) {
        self.isRead = isRead
        self.olderThanSeconds = olderThanSeconds
    }
}

/// Puts letters of the speaker's inbox away: they are no news any more, and stay to be read and found. One that is away
/// stays as it is; one that is not the speaker's refuses all. Of a selection so many at once as a command may change.
package struct MailArchive: Command {
    package typealias Reply = LettersChanged
    package static let verb = "mail.archive"
    /// Empty: the selection says which.
    package var ids: [BeadID]
    package var selection: LetterSelection?

    package init(ids: [BeadID] = [], selection: LetterSelection? = nil) {
        self.ids = ids
        self.selection = selection
    }
}

/// Takes letters that were put away back into the speaker's inbox, at the place that they had.
package struct MailUnarchive: Command {
    package typealias Reply = LettersChanged
    package static let verb = "mail.unarchive"
    package var ids: [BeadID]

    package init(ids: [BeadID]) { self.ids = ids }
}

/// Says that letters of the speaker's inbox were read, or were not. One that is unread again is new again.
package struct MailMark: Command {
    package typealias Reply = LettersChanged
    package static let verb = "mail.mark"
    package var ids: [BeadID]
    package var isRead: Bool
    package var selection: LetterSelection?

    package init(ids: [BeadID] = [], isRead: Bool, selection: LetterSelection? = nil) {
        self.ids = ids
        self.isRead = isRead
        self.selection = selection
    }
}

/// Removes letters from the speaker's inbox for good. Each is the speaker's copy: its writer, its other readers and the
/// threads of theirs keep it.
package struct MailDelete: Command {
    package typealias Reply = LettersChanged
    package static let verb = "mail.delete"
    package var ids: [BeadID]

    package init(ids: [BeadID]) { self.ids = ids }
}

package struct LettersChanged: Codable, Hashable, Sendable {
    /// Those that are not as they were.
    package var ids: [BeadID]
    /// There are more of the selection: the same command, with another id, changes the next.
    package var more: Bool
    /// Of the speaker's inbox, now.
    package var unreadCount: Int

    package init(ids: [BeadID], more: Bool = false, unreadCount: Int) {
        self.ids = ids
        self.more = more
        self.unreadCount = unreadCount
    }
}

/// Puts those unread letters of the speaker's inbox away that are old and that nobody need answer, and says what was kept.
package struct MailDrain: Command {
    package typealias Reply = DrainReply
    package static let verb = "mail.drain"
    package var olderThanSeconds: Int64
    /// Says what it would do, and does nothing.
    package var dryRun: Bool
    /// The letter after which it goes on: the `next` of the answer before.
    package var after: BeadID?

    package init(olderThanSeconds: Int64, dryRun: Bool = false, after: BeadID? = nil) {
        self.olderThanSeconds = olderThanSeconds
        self.dryRun = dryRun
        self.after = after
    }
}

package struct DrainReply: Codable, Hashable, Sendable {
    package var archived: Int
    /// Old and unread, but somebody may be waiting.
    package var kept: [KeptLetters]
    /// The last letter that was looked at, if there are more after it.
    package var next: BeadID?

    package init(archived: Int, kept: [KeptLetters], next: BeadID? = nil) {
        self.archived = archived
        self.kept = kept
        self.next = next
    }
}

package struct KeptLetters: Codable, Hashable, Sendable {
    package var reason: DrainReason
    package var count: Int

    package init(reason: DrainReason, count: Int) {
        self.reason = reason
        self.count = count
    }
}

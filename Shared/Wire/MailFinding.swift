package import TownModel

/// The thread that a letter is in, oldest first, with bodies: of it what the speaker got or wrote. Nothing is read by it.
package struct MailThread: Query {
    package typealias Reply = MailThreadPage
    package static let verb = "mail.thread"
    /// Any letter of it that the speaker got or wrote.
    package var id: BeadID
    package var limit: Int
    /// The `next` of the page before.
    package var after: BeadID?

    package init(id: BeadID, limit: Int = 50, after: BeadID? = nil) {
        self.id = id
        self.limit = limit
        self.after = after
    }
}

package struct MailThreadPage: Codable, Hashable, Sendable {
    /// Its first letter.
    package var thread: BeadID
    package var mails: [Mail]
    /// The letter after which it goes on; nil: it ends here.
    package var next: BeadID?

    package init(thread: BeadID, mails: [Mail], next: BeadID? = nil) {
        self.thread = thread
        self.mails = mails
        self.next = next
    }
}

/// Letters that the speaker got or wrote, newest first, in which each of the words stands, in capitals or not. An answer
/// ends when enough was found or enough was looked at: with `next` it goes on.
package struct MailSearch: Query {
    package typealias Reply = MailFindings
    package static let verb = "mail.search"
    /// Each is looked for as it is: no letter of it means another.
    package var words: [String]
    package var from: Address?
    /// Where the words may stand; nil: in either.
    package var part: LetterPart?
    /// nil: the inbox and what the speaker wrote.
    package var folder: LetterFolder?
    package var limit: Int
    /// The `next` of the answer before.
    package var before: Int64?

    package init(
        words: [String], from: Address? = nil, part: LetterPart? = nil, folder: LetterFolder? = nil, limit: Int = 50,
        before: Int64? = nil
    ) {
        self.words = words
        self.from = from
        self.part = part
        self.folder = folder
        self.limit = limit
        self.before = before
    }
}

package enum LetterPart: String, Hashable, Sendable, Codable, CaseIterable {
    case subject, body
}

package struct MailFindings: Codable, Hashable, Sendable {
    /// Without bodies.
    package var mails: [Mail]
    /// Where older letters were not looked at yet; nil: all were.
    package var next: Int64?

    package init(mails: [Mail], next: Int64? = nil) {
        self.mails = mails
        self.next = next
    }
}

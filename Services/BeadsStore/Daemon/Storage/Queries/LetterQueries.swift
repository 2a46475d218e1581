internal import TownModel
internal import Wire

/// Letters in lists and threads.
extension QueryRule {
    static let letters: [QueryRule] = [
        .query(MailInbox.self) { (inbox, reading) throws(LedgerError) in
            guard let owner = inbox.owner ?? reading.speaker?.actor else {
                throw .refuse(
                    .invalid, "whose inbox? Nobody is named, and without a key the store does not know who asks",
                    hint: "gt mail inbox <address>")
            }
            return try reading.page(of: owner, inbox)
        },
        .query(MailThread.self) { (thread, reading) throws(LedgerError) in
            try reading.thread(thread, of: try reading.letterReader())
        },
        .query(MailSearch.self) { (search, reading) throws(LedgerError) in
            try reading.search(search, of: try reading.letterReader())
        },
    ]
}

extension Reading {
    fileprivate func page(of owner: Address, _ inbox: MailInbox) throws(LedgerError) -> MailPage {
        let folder = inbox.folder ?? .inbox
        var place = Int64.max
        if let before = inbox.before { place = try self.place(of: before, for: owner) }
        let limit = PageLimit.rows(inbox.limit)
        let found = try letters(of: owner, folder, unreadOnly: inbox.unreadOnly, before: place, limit: limit + 1)
        let page = PageLimit.fit(found.prefix(limit).map(\.withoutBody)).page
        return MailPage(
            owner: owner, mails: page, unreadCount: try unreadCount(of: owner),
            total: try total(of: owner, folder, unreadOnly: inbox.unreadOnly),
            next: page.count < found.count ? page.last?.id : nil,
            urgentCount: try count(of: owner, LetterSQL.urgent))
    }

    /// Counted in indexes, except what is put away and unread: that is looked at.
    private func total(of owner: Address, _ folder: LetterFolder, unreadOnly: Bool) throws(LedgerError) -> Int {
        let isUnread = unreadOnly ? " AND d.read_at IS NULL" : ""
        var total = 0
        if folder != .archived { total += try count(of: owner, unreadOnly ? LetterSQL.unread : LetterSQL.inbox) }
        if folder != .inbox { total += try count(of: owner, LetterSQL.archived + isUnread) }
        return total
    }

    /// Who reads or looks for letters of their own: nobody does so in another's name.
    fileprivate func letterReader() throws(LedgerError) -> Address {
        guard let speaker else {
            throw .refuse(
                .invalid, "whose letters? Without a key the store does not know who asks",
                hint: "run it as yourself, or in a session of the town")
        }
        return speaker.actor
    }

    fileprivate func thread(_ thread: MailThread, of owner: Address) throws(LedgerError) -> MailThreadPage {
        let mail = try knownLetter(thread.id, of: owner)
        let root = mail.thread ?? mail.id
        let limit = PageLimit.rows(thread.limit)
        var place: Int64 = 0
        var found: [Mail] = []
        if let after = thread.after {
            _ = try knownLetter(after, of: owner)
            place = try int("SELECT number FROM mails WHERE id = ?", .text(after.text)) ?? 0
        } else if let first = try letter(root, of: owner) {
            found.append(first)
        }
        let rest = try rows(
            LetterSQL.thread, .text(root.text), .text(owner.description), .int(place), .int(Int64(limit + 1))
        ) { (row) throws(SQLiteFailure) in (row.text(0), row.optionalInt(1), row.optionalInt(2)) }
        for row in rest { found.append(try Self.letter(row.0, readAt: row.1, archivedAt: row.2)) }
        let page = PageLimit.fit(Array(found.prefix(limit))).page
        return MailThreadPage(thread: root, mails: page, next: page.count < found.count ? page.last?.id : nil)
    }
}

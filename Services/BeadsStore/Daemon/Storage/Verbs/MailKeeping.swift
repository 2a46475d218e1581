internal import TownModel
internal import Wire

/// What readers do to their own copies of letters. It is no event: nobody waits for it.
extension VerbRule {
    static let mailKeeping: [VerbRule] = [
        .command(MailArchive.self) { (archive, transaction) throws(LedgerError) in
            try transaction.keep(archive.ids, archive.selection, .archive)
        },
        .command(MailUnarchive.self) { (unarchive, transaction) throws(LedgerError) in
            try transaction.keep(unarchive.ids, nil, .unarchive)
        },
        .command(MailMark.self) { (mark, transaction) throws(LedgerError) in
            try transaction.keep(mark.ids, mark.selection, mark.isRead ? .read : .unread)
        },
        .command(MailDelete.self) { (delete, transaction) throws(LedgerError) in
            try transaction.keep(delete.ids, nil, .delete)
        },
        .command(MailDrain.self) { (drain, transaction) throws(LedgerError) in
            try transaction.drain(drain)
        },
    ]
}

/// What is done to rows of `deliveries`.
private enum LetterChange {
    case archive, unarchive, read, unread, delete

    /// Which rows are not so yet.
    var pending: String {
        switch self {
        case .archive: "d.archived_at IS NULL"
        case .unarchive: "d.archived_at IS NOT NULL"
        case .read: "d.read_at IS NULL"
        case .unread: "d.read_at IS NOT NULL"
        case .delete: "1"
        }
    }

    /// `?1` is whose, `?2` when, `?3` which, as a JSON array. What is unread again is new again.
    var statement: String {
        let which = "WHERE owner = ?1 AND mail IN (SELECT value FROM json_each(?3))"
        return switch self {
        case .archive: "UPDATE deliveries SET archived_at = ?2 \(which)"
        case .unarchive: "UPDATE deliveries SET archived_at = NULL \(which)"
        case .read: "UPDATE deliveries SET read_at = ?2 \(which)"
        case .unread: "UPDATE deliveries SET read_at = NULL, seen_at = NULL, shown_in = NULL \(which)"
        case .delete: "DELETE FROM deliveries \(which)"
        }
    }
}

extension Transaction {
    /// Either those that are named, all of which the speaker must have, or the next of those that the selection says.
    fileprivate func keep(
        _ named: [BeadID], _ selection: LetterSelection?, _ change: LetterChange
    ) throws(LedgerError) -> LettersChanged {
        guard named.isEmpty != (selection == nil) else {
            throw .refuse(.invalid, "name letters, or say which by what they are", hint: "gt mail archive <id>")
        }
        let found = if let selection { try select(selection, change) } else { try check(named, change) }
        let ids = Array(found.prefix(BeadLimits.lettersPerCommandMax))
        try write(change, ids)
        return LettersChanged(
            ids: ids, more: found.count > ids.count, unreadCount: try unreadCount(of: speaker.actor))
    }

    private func write(_ change: LetterChange, _ ids: [BeadID]) throws(LedgerError) {
        guard !ids.isEmpty else { return }
        try write(
            change.statement, .text(speaker.actor.description), .int(now.milliseconds), .text(JSONText.text(ids)))
    }

    /// Those of the named ones that the change is about.
    private func check(_ named: [BeadID], _ change: LetterChange) throws(LedgerError) -> [BeadID] {
        let ids = Set(named).sorted()
        guard ids.count <= BeadLimits.lettersPerCommandMax else {
            throw .refuse(
                .tooLarge, "\(ids.count) letters are named, and at most \(BeadLimits.lettersPerCommandMax) at once",
                hint: "some now, the others after")
        }
        let (owner, list) = (SQLiteValue.text(speaker.actor.description), SQLiteValue.text(JSONText.text(ids)))
        let here = """
            SELECT d.mail FROM deliveries d WHERE d.owner = ? AND d.mail IN (SELECT value FROM json_each(?))
            """
        let there = Set(try texts(here, owner, list))
        let missing = ids.filter { !there.contains($0.text) }
        guard missing.isEmpty else { throw .refused(Self.noLetter(missing, for: speaker.actor)) }
        return try texts("\(here) AND \(change.pending)", owner, list).compactMap(BeadID.init)
    }

    /// One more than a command changes, if there are so many. What was put away is in no selection.
    private func select(_ selection: LetterSelection, _ change: LetterChange) throws(LedgerError) -> [BeadID] {
        let sentBefore = try selection.olderThanSeconds.map { (seconds) throws(LedgerError) in
            try moment(before: seconds).milliseconds
        }
        return try texts(
            """
            SELECT d.mail FROM deliveries d JOIN mails m ON m.id = d.mail
            WHERE d.owner = ?1 AND \(LetterSQL.inbox) AND \(change.pending)
            AND (?2 IS NULL OR (d.read_at IS NOT NULL) = ?2) AND (?3 IS NULL OR m.sent_at <= ?3)
            ORDER BY d.number LIMIT ?4
            """, .text(speaker.actor.description), .optional(selection.isRead.map { $0 ? 1 : 0 }),
            .optional(sentBefore), .int(Int64(BeadLimits.lettersPerCommandMax + 1))
        ).compactMap(BeadID.init)
    }

    private func moment(before seconds: Int64) throws(LedgerError) -> Timestamp {
        guard (1...BeadLimits.letterAgeSecondsMax).contains(seconds) else {
            throw .refuse(
                .invalid, "an age is 1 to \(BeadLimits.letterAgeSecondsMax) seconds, not \(seconds)",
                hint: "as in 30m, 7d")
        }
        return now.advanced(by: .zero - .seconds(seconds))
    }

    fileprivate func drain(_ drain: MailDrain) throws(LedgerError) -> DrainReply {
        let sentBefore = try moment(before: drain.olderThanSeconds)
        let place = try drain.after.map { (id) throws(LedgerError) in try self.place(of: id, for: speaker.actor) } ?? 0
        let found = try values(
            Mail.self,
            """
            SELECT m.value FROM deliveries d JOIN mails m ON m.id = d.mail
            WHERE d.owner = ?1 AND \(LetterSQL.unread) AND d.number > ?2 AND m.sent_at <= ?3
            ORDER BY d.number LIMIT ?4
            """, .text(speaker.actor.description), .int(place), .int(sentBefore.milliseconds),
            .int(Int64(BeadLimits.lettersPerCommandMax + 1)))
        let looked = found.prefix(BeadLimits.lettersPerCommandMax)
        let reasons = looked.map(DrainReason.init(keeping:))
        let drained = zip(looked, reasons).filter { $0.1 == nil }.map(\.0.id)
        if !drain.dryRun { try write(.archive, drained) }
        let kept = DrainReason.allCases.map { reason in
            KeptLetters(reason: reason, count: reasons.count { $0 == reason })
        }
        return DrainReply(
            archived: drained.count, kept: kept.filter { $0.count > 0 },
            next: found.count > looked.count ? looked.last?.id : nil)
    }
}

internal import TownModel
internal import Wire

/// Queues and their letters, as they are kept.
extension LedgerReader {
    func queues() throws(LedgerError) -> [MailQueue] {
        try values(MailQueue.self, "SELECT value FROM mail_queues ORDER BY name")
    }

    func knownQueue(_ name: MailListName) throws(LedgerError) -> MailQueue {
        guard let queue = try value(MailQueue.self, "SELECT value FROM mail_queues WHERE name = ?", .text(name.text))
        else {
            throw .refuse(.notFound, "there is no queue:\(name)", about: "queue:\(name)", hint: "gt mail queue list")
        }
        return queue
    }

    func waitingCount(in queue: MailListName) throws(LedgerError) -> Int {
        Int(
            try int("SELECT count(*) FROM queued_letters WHERE queue = ? AND claimant IS NULL", .text(queue.text)) ?? 0)
    }

    /// Without their letters.
    func reply(_ queue: MailQueue) throws(LedgerError) -> MailQueueReply {
        let all = Int(try int("SELECT count(*) FROM queued_letters WHERE queue = ?", .text(queue.name.text)) ?? 0)
        let waiting = try waitingCount(in: queue.name)
        return MailQueueReply(queue: queue, waitingCount: waiting, claimedCount: all - waiting)
    }

    /// In the order in which they are taken.
    func waitingLetters(in queue: MailListName, limit: Int) throws(LedgerError) -> [Mail] {
        try values(
            Mail.self,
            """
            SELECT m.value FROM queued_letters q JOIN mails m ON m.id = q.mail
            WHERE q.queue = ? AND q.claimant IS NULL ORDER BY q.priority, q.number LIMIT ?
            """, .text(queue.text), .int(Int64(limit)))
    }

    func claimedLetters(in queue: MailListName, limit: Int) throws(LedgerError) -> [MailClaimed] {
        try claims(
            "q.queue = ? AND q.claimant IS NOT NULL ORDER BY q.claimant, q.number LIMIT ?", .text(queue.text),
            .int(Int64(limit)))
    }

    func claims(by agent: Address) throws(LedgerError) -> [MailClaimed] {
        try claims("q.claimant = ? ORDER BY q.number", .text(agent.description))
    }

    func claims(of letter: BeadID) throws(LedgerError) -> [MailClaimed] {
        try claims("q.mail = ? AND q.claimant IS NOT NULL ORDER BY q.queue", .text(letter.text))
    }

    private func claims(_ condition: String, _ values: SQLiteValue...) throws(LedgerError) -> [MailClaimed] {
        let sql = """
            SELECT m.value, q.queue, q.claimant, q.claimed_at
            FROM queued_letters q JOIN mails m ON m.id = q.mail WHERE \(condition)
            """
        let found = try read { (db) throws(SQLiteFailure) in
            try db.rows(sql, values) { (row) throws(SQLiteFailure) in
                (row.text(0), row.text(1), row.text(2), row.int(3))
            }
        }
        var claims: [MailClaimed] = []
        for (text, queue, agent, moment) in found {
            guard let name = MailListName(queue), let by = Address(agent) else {
                throw .refuse(.bug, "a claim in \(queue) by \(agent) can't be read")
            }
            claims.append(
                MailClaimed(
                    mail: try Self.decode(Mail.self, text).withoutBody, queue: name, by: by,
                    at: Timestamp(milliseconds: moment)))
        }
        return claims
    }
}

extension Transaction {
    func save(_ queue: MailQueue) throws(LedgerError) {
        try write(
            "INSERT OR REPLACE INTO mail_queues (name, value) VALUES (?, ?)", .text(queue.name.text),
            .text(JSONText.text(queue)))
    }

    /// A letter that was just stored waits behind those as urgent as it is.
    func put(_ mail: Mail, in queue: MailListName) throws(LedgerError) {
        guard try waitingCount(in: queue) < MailLimits.queueLettersMax else {
            throw .refuse(
                .conflict, "queue:\(queue) is full: \(MailLimits.queueLettersMax) letters wait in it",
                about: "queue:\(queue)", hint: "gt mail claim \(queue)")
        }
        try write(
            "INSERT INTO queued_letters (mail, queue, priority, number) VALUES (?, ?, ?, ?)", .text(mail.id.text),
            .text(queue.text), .int(Int64(mail.priority.rawValue)), .int(try next("queued-letter")))
    }

    /// The row stays, so that a letter that comes back is in its place again.
    func release(_ claim: MailClaimed, isDone: Bool, _ why: String) throws(LedgerError) {
        let (mail, queue) = (SQLiteValue.text(claim.mail.id.text), SQLiteValue.text(claim.queue.text))
        if isDone {
            try write("DELETE FROM queued_letters WHERE mail = ? AND queue = ?", mail, queue)
        } else {
            try write(
                "UPDATE queued_letters SET claimant = NULL, claimed_at = NULL WHERE mail = ? AND queue = ?", mail, queue
            )
            let hasOwn = claim.mail.recipients.contains(claim.by)
            let hasOther = try claims(of: claim.mail.id).contains { $0.by == claim.by }
            if !hasOwn, !hasOther {
                try write(
                    "DELETE FROM deliveries WHERE owner = ? AND mail = ?", .text(claim.by.description), mail)
            }
        }
        try emit(
            .mailReleased, in: claim.by.stream, subject: claim.mail.id.text,
            EventData(mail: claim.mail, note: "\(why), queue:\(claim.queue)"))
    }

    /// Its work is over; unless the next of its name has begun already, which has these letters in its inbox.
    func settle(retired agent: Address) throws(LedgerError) {
        let isBusy = try exists(
            "SELECT 1 FROM assignments WHERE agent = ? AND state NOT IN ('retired', 'ended')", .text(agent.description))
        guard !isBusy else { return }
        try returnClaims(of: agent)
        try renameListener(agent, to: nil)
    }

    /// Nobody works in a rig that was removed.
    func returnClaims(ofRig rig: RigName) throws(LedgerError) {
        let claimants = try texts("SELECT DISTINCT claimant FROM queued_letters WHERE claimant IS NOT NULL")
        for agent in claimants.compactMap(Address.init) where agent.rig == rig { try returnClaims(of: agent) }
    }

    /// Who took them is not there any more to deal with them.
    func returnClaims(of agent: Address) throws(LedgerError) {
        for claim in try claims(by: agent) { try release(claim, isDone: false, "\(agent) is gone: back in its place") }
    }
}

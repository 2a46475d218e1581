internal import TownModel
internal import Wire

/// Queues: letters that one of many takes.
extension VerbRule {
    static let mailQueues: [VerbRule] = [
        .command(MailQueueCreate.self) { (create, transaction) throws(LedgerError) in
            try transaction.create(create)
        },
        .command(MailQueueDelete.self) { (delete, transaction) throws(LedgerError) in
            try transaction.delete(delete)
        },
        .command(MailClaim.self) { (claim, transaction) throws(LedgerError) in
            try transaction.claim(claim)
        },
        .command(MailRelease.self) { (release, transaction) throws(LedgerError) in
            try transaction.release(release)
        },
    ]
}

extension QueryRule {
    static let mailQueues: [QueryRule] = [
        .query(MailQueueShow.self) { (show, reading) throws(LedgerError) in
            var reply = try reading.reply(try reading.knownQueue(show.name))
            let limit = PageLimit.rows(show.limit)
            let waiting = try reading.waitingLetters(in: show.name, limit: limit)
            reply.waiting = PageLimit.fit(waiting.map(\.withoutBody)).page
            reply.claimed =
                PageLimit.fit(
                    Array(try reading.claimedLetters(in: show.name, limit: limit).prefix(limit))
                ).page
            return reply
        },
        .query(MailQueueList.self) { (_, reading) throws(LedgerError) in
            var found: [MailQueueReply] = []
            for queue in try reading.queues() { found.append(try reading.reply(queue)) }
            return MailQueuePage(queues: PageLimit.fit(found).page)
        },
    ]
}

extension Transaction {
    fileprivate func create(_ create: MailQueueCreate) throws(LedgerError) -> MailQueueReply {
        try checkMayKeepLists()
        try checkFree(.queue(create.name))
        let claimers = create.claimers.map { Set($0).sorted() }
        guard claimers?.count ?? 1 <= MailLimits.membersMax, claimers?.isEmpty != true else {
            throw .refuse(
                .invalid, "1 to \(MailLimits.membersMax) may take letters by name, or nobody is named",
                about: "queue:\(create.name)", hint: "name groups")
        }
        for claimer in claimers ?? [] {
            guard claimer.isPeople else {
                throw .refuse(
                    .invalid, "\(claimer) is a place for letters, and takes none", about: claimer.text,
                    hint: "name agents and groups")
            }
            try checkKnown(claimer)
        }
        let queue = MailQueue(name: create.name, claimers: claimers, madeBy: speaker.actor, madeAt: now)
        try save(queue)
        try tell(.queue(queue.name), "made for " + (claimers.map(Self.words) ?? "everybody"))
        return try reply(queue)
    }

    fileprivate func delete(_ delete: MailQueueDelete) throws(LedgerError) -> MailQueueReply {
        try checkMayKeepLists()
        let queue = try knownQueue(delete.name)
        let reply = try reply(queue)
        guard delete.force || reply.waitingCount + reply.claimedCount == 0 else {
            throw .refuse(
                .conflict,
                "queue:\(queue.name) has letters: \(reply.waitingCount) waiting, \(reply.claimedCount) taken",
                about: "queue:\(queue.name)",
                hint: "--force puts those that wait into the overseer's inbox, and leaves the others with who took them"
            )
        }
        let name = SQLiteValue.text(queue.name.text)
        for mail in try waitingLetters(in: queue.name, limit: MailLimits.queueLettersMax) {
            try put(mail, inInboxOf: .overseer)
        }
        try write("DELETE FROM queued_letters WHERE queue = ?", name)
        try write("DELETE FROM mail_queues WHERE name = ?", name)
        let rest = reply.waitingCount == 0 ? "" : "; the overseer has what waited in it (\(reply.waitingCount))"
        try tell(.queue(queue.name), "taken away" + rest)
        return reply
    }

    fileprivate func claim(_ claim: MailClaim) throws(LedgerError) -> MailClaimReply {
        guard try claims(by: speaker.actor).count < MailLimits.claimsMax else {
            throw .refuse(
                .conflict, "\(speaker.actor) has \(MailLimits.claimsMax) letters of queues already",
                about: speaker.actor.description, hint: "gt mail release <id>, or with --done")
        }
        var queues: [MailQueue]
        if let name = claim.queue {
            let queue = try knownQueue(name)
            guard try mayTake(from: queue) else {
                throw .refuse(
                    .forbidden, "\(speaker.actor) may take no letters from queue:\(name)", about: "queue:\(name)",
                    hint: "it is for \(Self.words(queue.claimers ?? []))")
            }
            queues = [queue]
        } else {
            queues = []
            for queue in try self.queues() where try mayTake(from: queue) { queues.append(queue) }
        }
        var first: (priority: Int64, number: Int64, mail: String, queue: MailListName)?
        for queue in queues {
            let found = try rows(
                """
                SELECT priority, number, mail FROM queued_letters
                WHERE queue = ? AND claimant IS NULL ORDER BY priority, number LIMIT 1
                """, .text(queue.name.text)
            ) { (row) throws(SQLiteFailure) in (row.int(0), row.int(1), row.text(2)) }
            guard let (priority, number, mail) = found.first else { continue }
            if let known = first, (known.priority, known.number) <= (priority, number) { continue }
            first = (priority, number, mail, queue.name)
        }
        guard let first else { return MailClaimReply() }
        return MailClaimReply(mail: try take(first.mail, from: first.queue), queue: first.queue)
    }

    private func take(_ letter: String, from queue: MailListName) throws(LedgerError) -> Mail {
        guard var mail = try value(Mail.self, "SELECT value FROM mails WHERE id = ?", .text(letter)) else {
            throw .refuse(.bug, "\(letter) waits in queue:\(queue), and is no letter")
        }
        try write(
            "UPDATE queued_letters SET claimant = ?, claimed_at = ? WHERE mail = ? AND queue = ?",
            .text(speaker.actor.description), .int(now.milliseconds), .text(letter), .text(queue.text))
        try put(mail, inInboxOf: speaker.actor, isRead: true)
        try emit(
            .mailClaimed, in: speaker.actor.stream, subject: letter,
            EventData(mail: mail.withoutBody, note: "queue:\(queue)"))
        mail.readAt = now
        return mail
    }

    private func mayTake(from queue: MailQueue) throws(LedgerError) -> Bool {
        guard let claimers = queue.claimers, speaker.actor != .overseer else { return true }
        return try agents(in: claimers, of: [speaker.actor]).contains(speaker.actor)
    }

    fileprivate func release(_ release: MailRelease) throws(LedgerError) -> MailReleaseReply {
        let all = try claims(of: release.id)
        let claims = speaker.actor == .overseer ? all : all.filter { $0.by == speaker.actor }
        guard !claims.isEmpty else {
            let holder = all.first.map { ": \($0.by) has" } ?? ": nobody has"
            throw .refuse(
                .notFound, "\(speaker.actor) has not taken \(release.id) from a queue\(holder)",
                about: release.id.text, hint: "gt mail queue list")
        }
        for claim in claims {
            try self.release(claim, isDone: release.isDone, release.isDone ? "dealt with" : "back in its place")
        }
        return MailReleaseReply(released: claims, isDone: release.isDone)
    }
}

internal import TownModel
internal import Wire

/// Nudges, and what is new for somebody.
extension QueryRule {
    static let nudges: [QueryRule] = [
        .query(NewsShow.self) { (show, reading) throws(LedgerError) in
            guard let agent = show.agent ?? reading.speaker?.actor else {
                throw .refuse(
                    .invalid, "for whom? Nobody is named, and without a key the store does not know who asks",
                    hint: "gt mail check <address>")
            }
            var news = try reading.news(of: agent, isOwner: reading.isSpeaker(agent))
            news.changes = try reading.changes(for: agent, upTo: reading.sequence)
            return news
        },
        .query(NudgeList.self) { (list, reading) throws(LedgerError) in
            let found = try reading.values(
                Nudge.self,
                """
                SELECT value FROM nudges
                WHERE (?1 IS NULL OR target = ?1) AND (?2 OR state NOT IN ('acted', 'expired'))
                ORDER BY number DESC LIMIT ?3
                """, .optional(list.to?.description), .int(list.includeOver ? 1 : 0),
                .int(Int64(PageLimit.rows(list.limit))))
            return NudgePage(nudges: PageLimit.fit(found.map(reading.seen)).page)
        },
        .query(NudgeShow.self) { (show, reading) throws(LedgerError) in
            guard let nudge = try reading.nudge(show.number) else {
                throw .refuse(
                    .notFound, "there is no nudge \(show.number)", about: String(show.number),
                    hint: "gt nudge list --all")
            }
            let attention = try reading.attention(of: nudge.to)
            let isShown = attention.shows(nudgeFrom: nudge.from, nudge.mode, at: reading.now)
            return NudgeReply(nudge: reading.seen(nudge), isHeldBack: isShown || nudge.state != .sent ? nil : true)
        },
    ]
}

extension Reading {
    fileprivate func isSpeaker(_ agent: Address) -> Bool {
        speaker.map { $0.actor == agent && $0.mayRead(.mail) } ?? false
    }

    /// As the asker may see it: what was said is for two.
    fileprivate func seen(_ nudge: Nudge) -> Nudge {
        isSpeaker(nudge.to) || isSpeaker(nudge.from) ? nudge : nudge.withoutText
    }
}

extension LedgerReader {
    func news(of agent: Address, isOwner: Bool) throws(LedgerError) -> News {
        let isVerbose = try attention(of: agent).level == .verbose
        let named = isVerbose ? MailLimits.verboseMailsMax : BeadLimits.newsMailsMax
        let letters = try newLetters(of: agent, named: named)
        let shown =
            letters.count == 0
            ? [] : try values(Mail.self, LetterSQL.news, .text(agent.description), .int(Int64(named)))
        let nudges = try waitingNudges(for: agent, limit: BeadLimits.newsNudgesMax)
        let waiting = try int(
            "SELECT count(*) FROM nudges WHERE target = ? AND state = 'sent'", .text(agent.description))
        let channels = try channelNews(for: agent)
        return News(
            agent: agent, unread: shown.map(\.withoutBody),
            unreadCount: try unreadCount(of: agent), nudges: isOwner ? nudges : nudges.map(\.withoutText),
            nudgeCount: Int(waiting ?? 0), stopped: try stopReason(),
            channels: channels.isEmpty ? nil : channels, letters: letters)
    }

    /// - Parameter named: so many are named one by one; of more it is said who wrote them.
    private func newLetters(of agent: Address, named: Int) throws(LedgerError) -> NewLetters {
        let urgencies = try rows(LetterSQL.urgencies, .text(agent.description)) { (row) throws(SQLiteFailure) in
            UrgencyCount(priority: Priority(rawValue: Int(row.int(0))) ?? .normal, count: Int(row.int(1)))
        }
        let count = urgencies.reduce(0) { $0 + $1.count }
        guard count > named else { return NewLetters(count: count, urgencies: urgencies) }
        let writers = try texts(
            LetterSQL.writers, .text(agent.description), .int(Int64(BeadLimits.newsWritersLookedAt))
        ).compactMap(Address.init).map(LetterWriter.init)
        return NewLetters(
            count: count, urgencies: urgencies,
            writers: LetterWriter.allCases.map { writer in
                WriterCount(writer: writer, count: writers.count { $0 == writer })
            }.filter { $0.count > 0 })
    }
}

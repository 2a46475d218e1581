internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What an agent wants to hear, and what that holds back.
extension LedgerReader {
    func attention(of agent: Address) throws(LedgerError) -> Attention {
        try value(Attention.self, "SELECT value FROM attention WHERE agent = ?", .text(agent.description)) ?? .normal
    }

    /// Of all who have said something about it.
    func attentions() throws(LedgerError) -> [Address: Attention] {
        let found = try rows("SELECT agent, value FROM attention") { (row) throws(SQLiteFailure) in
            (row.text(0), row.text(1))
        }
        var attentions: [Address: Attention] = [:]
        for (agent, text) in found {
            guard let address = Address(agent) else { continue }
            attentions[address] = try Self.decode(Attention.self, text)
        }
        return attentions
    }

    /// What of it an agent is shown in passing, while it works.
    func passing(_ news: News) throws(LedgerError) -> News {
        let attention = try attention(of: news.agent)
        guard attention.holdsBack(at: now) else { return news }
        let urgencies = (news.letters?.urgencies ?? []).filter { attention.tellsOfLetter($0.priority, at: now) }
        let count = urgencies.reduce(0) { $0 + $1.count }
        let nudges = try shownNudges(to: news.agent, attention)
        var passing = news
        // The urgent ones stand first: none of them is beyond those that are named.
        passing.unread = news.unread.filter { attention.tellsOfLetter($0.priority, at: now) }
        passing.unreadCount = count
        passing.letters = NewLetters(count: count, urgencies: urgencies)
        passing.nudges = Array(nudges.prefix(BeadLimits.newsNudgesMax))
        passing.nudgeCount = nudges.count
        passing.channels = nil
        return passing
    }

    /// A stop is held only for what the agent is told of.
    func holdBack(_ facts: inout StopFacts, of agent: Address) throws(LedgerError) {
        let attention = try attention(of: agent)
        guard attention.holdsBack(at: now) else { return }
        let newest = try rows(
            """
            SELECT d.priority, max(d.number) FROM deliveries d WHERE d.owner = ? AND \(LetterSQL.unread) GROUP BY d.priority
            """, .text(agent.description)
        ) { (row) throws(SQLiteFailure) in (Priority(rawValue: Int(row.int(0))) ?? .normal, row.int(1)) }
        facts.newestUnread = newest.filter { attention.tellsOfLetter($0.0, at: now) }.map(\.1).max()
        facts.newestNudge = try shownNudges(to: agent, attention).last?.number
    }

    /// Of those that wait, the oldest first.
    private func shownNudges(to agent: Address, _ attention: Attention) throws(LedgerError) -> [Nudge] {
        try waitingNudges(for: agent, limit: BeadLimits.primeNudgesMax)
            .filter { attention.shows(nudgeFrom: $0.from, $0.mode, at: now) }
    }
}

extension Transaction {
    func save(_ attention: Attention, of agent: Address) throws(LedgerError) {
        guard attention != .normal else {
            return try write("DELETE FROM attention WHERE agent = ?", .text(agent.description))
        }
        try write(
            "INSERT OR REPLACE INTO attention (agent, value) VALUES (?, ?)", .text(agent.description),
            .text(JSONText.text(attention)))
    }

    /// Whoever has another name is told as much as before; who has left, or whose work is over, leaves nothing to the next
    /// of that name.
    func renameListener(_ was: Address, to new: Address?) throws(LedgerError) {
        let attention = try attention(of: was)
        try save(.normal, of: was)
        if let new { try save(attention, of: new) }
    }

    /// Throws to whoever would disturb an agent.
    func checkMayNudge(_ agent: Address, _ mode: NudgeMode) throws(LedgerError) {
        let attention = try attention(of: agent)
        guard !attention.shows(nudgeFrom: speaker.actor, mode, at: now) else { return }
        throw .refuse(
            .conflict, "\(agent) is \(attention.words(at: now) ?? "muted"): a letter would wait",
            about: agent.description, hint: "gt mail send \(agent)")
    }
}

internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What an agent's own hooks tell of its turns. A turn is no event: nobody waits for it; what it does to nudges is one, and
/// that its session is idle or works again.
extension VerbRule {
    static let turns: [VerbRule] = [
        .command(TurnStart.self) { (start, transaction) throws(LedgerError) in
            try transaction.startTurn(start)
        },
        .command(TurnEnd.self) { (end, transaction) throws(LedgerError) in
            try transaction.endTurn(end)
        },
        .command(LettersShown.self) { (shown, transaction) throws(LedgerError) in
            try transaction.shown(shown)
        },
    ]
}

extension Transaction {
    fileprivate func startTurn(_ start: TurnStart) throws(LedgerError) -> News {
        let session = start.incarnation
        try checkSpeaks(session)
        try write(
            """
            INSERT INTO turns (session, number, started_at) VALUES (?, 1, ?)
            ON CONFLICT (session) DO UPDATE SET number = number + 1, started_at = excluded.started_at, ended_at = NULL
            """, .text(session.text), .int(now.milliseconds))
        try report(.turnStarted, ofThoseShownTo: session)
        // A turn that nobody told the end of may never have been: what it was shown is shown again.
        try forgetLetters(shownTo: session)
        try see(session, as: .working, by: SessionEvidence(.hook, "a turn of it has begun", since: now))
        var news = try passing(try news(of: speaker.actor, isOwner: true))
        news.changes = try changes(for: speaker.actor, upTo: sequence)
        return news
    }

    fileprivate func endTurn(_ end: TurnEnd) throws(LedgerError) -> TurnEndReply {
        let session = end.incarnation
        try checkSpeaks(session)
        if let refusal = end.refusal { return try refuseTurn(of: session, refusal) }
        let holds = end.mayHold ? try holds(of: session) : []
        guard holds.isEmpty else {
            // A turn that is held goes on.
            try write(
                """
                INSERT INTO turns (session, number, started_at) VALUES (?, 1, ?)
                ON CONFLICT (session) DO UPDATE SET ended_at = NULL
                """, .text(session.text), .int(now.milliseconds))
            for hold in holds {
                try write(
                    "INSERT OR REPLACE INTO stops_held (agent, kind, number) VALUES (?, ?, ?)",
                    .text(speaker.actor.description), .text(hold.kind.rawValue), .int(hold.number))
            }
            try see(session, as: .working, by: SessionEvidence(.hook, "its turn was held and goes on", since: now))
            return TurnEndReply(holds: holds, news: try passing(try news(of: speaker.actor, isOwner: true)))
        }
        try writeTurnEnd(of: session)
        try turnEnded(in: session)
        try takeHandoff(of: speaker.actor, in: session, isFinished: false)
        try see(session, as: .idle, by: SessionEvidence(.hook, "its turn has ended", since: now))
        return TurnEndReply(holds: [])
    }

    /// What the session was shown is still before it, and nothing was done about it: its next turn may. Letters are shown
    /// once more.
    private func refuseTurn(of session: Incarnation, _ refusal: TurnRefusal) throws(LedgerError) -> TurnEndReply {
        try writeTurnEnd(of: session)
        try forgetLetters(shownTo: session)
        let words = UntrustedText.line(refusal.words).prefix(SessionEvidence.seenLettersMax)
        let until = refusal.limitedUntil.flatMap { $0 > now ? $0 : nil }
        try see(
            session, as: until == nil ? .idle : .waiting,
            by: SessionEvidence(.hook, "its turn was refused: \(words)", since: now, until: until))
        return TurnEndReply(holds: [])
    }

    private func writeTurnEnd(of session: Incarnation) throws(LedgerError) {
        // A beginning that was too slow to be told leaves an end without one.
        try write(
            """
            INSERT INTO turns (session, number, ended_at) VALUES (?, 1, ?)
            ON CONFLICT (session) DO UPDATE SET ended_at = excluded.ended_at
            """, .text(session.text), .int(now.milliseconds))
    }

    /// A turn of a session has ended, or its work is handed in: what it was shown is done with.
    func turnEnded(in session: Incarnation) throws(LedgerError) {
        guard try reportsTurns(session) else { return }
        try report(.turnEnded, ofThoseShownTo: session)
        try sawLetters(session)
    }

    /// No process of a session is left: what it was shown and did not end a turn with has come to nothing.
    func turnsOver(of session: Incarnation) throws(LedgerError) {
        try report(.sessionEnded(reportsTurns: try reportsTurns(session)), ofThoseShownTo: session)
        try forgetLetters(shownTo: session)
    }

    /// Whether hooks of this session have ever told of a turn.
    func reportsTurns(_ session: Incarnation) throws(LedgerError) -> Bool {
        try exists("SELECT 1 FROM turns WHERE session = ?", .text(session.text))
    }

    func isInTurn(_ session: Incarnation) throws(LedgerError) -> Bool {
        try exists("SELECT 1 FROM turns WHERE session = ? AND ended_at IS NULL", .text(session.text))
    }

    private func checkSpeaks(_ session: Incarnation) throws(LedgerError) {
        guard speaker.session == session else {
            throw .refuse(
                .forbidden, "only the session \(session) itself tells of its turns", about: session.text,
                hint: "it is for an agent's hooks; gt mail check shows a person what is new")
        }
        try speak(session)
    }

    private func holds(of session: Incarnation) throws(LedgerError) -> [StopHold] {
        let agent = SQLiteValue.text(speaker.actor.description)
        let hook = try hook(of: speaker.actor)
        var facts = StopFacts(isStopped: try stopReason() != nil)
        if let hook, try assignment(hook.assignment)?.incarnation == session {
            facts.assignment = hook.assignment
            facts.bead = hook.bead
        } else if let work = try errand(of: speaker.actor, in: session) {
            // A dog's session is its attempt.
            facts.assignment = Int64(session.text.dropFirst())
            facts.bead = work
        }
        facts.newestUnread = try newest(
            "SELECT max(number) FROM deliveries d WHERE d.owner = ? AND \(LetterSQL.unread)", agent)
        facts.newestNudge = try newest("SELECT max(number) FROM nudges WHERE target = ? AND state = 'sent'", agent)
        try holdBack(&facts, of: speaker.actor)
        let held = try rows("SELECT kind, number FROM stops_held WHERE agent = ?", agent) {
            (row) throws(SQLiteFailure) in (StopKind(rawValue: row.text(0)), row.int(1))
        }
        return StopRule.holds(
            facts,
            held: Dictionary(held.compactMap { kind, number in kind.map { ($0, number) } }, uniquingKeysWith: max))
    }

    /// nil where there is none: numbers begin at 1.
    private func newest(_ sql: String, _ agent: SQLiteValue) throws(LedgerError) -> Int64? {
        try int(sql, agent).flatMap { $0 > 0 ? $0 : nil }
    }
}

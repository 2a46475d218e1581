internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// The life of a nudge: what is heard of its session leads it on, one event a state.
extension Transaction {
    func report(_ report: NudgeReport, of nudge: Nudge) throws(LedgerError) {
        var nudge = nudge
        let before = nudge.state
        for state in nudge.state.steps(on: report) {
            nudge.state = state
            switch state {
            case .sent: break
            case .delivered:
                nudge.deliveredAt = now
                try save(nudge, as: .nudgeDelivered)
            case .turnStarted:
                nudge.turnStartedAt = now
                try dropTimer(.expireNudge(nudge.number))
                try save(nudge, as: .nudgeTurnStarted)
            case .acted:
                nudge.endedAt = now
                try save(nudge, as: .nudgeActed)
            case .expired:
                nudge.endedAt = now
                try dropTimer(.expireNudge(nudge.number))
                try save(nudge, as: .nudgeExpired)
                try tellSender(of: nudge, lastSeen: before)
            }
        }
    }

    /// Of every nudge that a session was shown and that is not over.
    func report(_ report: NudgeReport, ofThoseShownTo session: Incarnation) throws(LedgerError) {
        let shown = try values(
            Nudge.self,
            """
            SELECT value FROM nudges WHERE session = ? AND state IN ('delivered', 'turn-started') ORDER BY number
            """, .text(session.text))
        for nudge in shown { try self.report(report, of: nudge) }
    }

    /// It was for now, and now is over.
    func expireNudge(_ number: Int64) throws(LedgerError) {
        guard let nudge = try nudge(number) else { return }
        var reportsTurns = false
        if let session = nudge.session { reportsTurns = try self.reportsTurns(session) }
        try report(.timeOver(reportsTurns: reportsTurns), of: nudge)
    }

    private func tellSender(of nudge: Nudge, lastSeen: NudgeState) throws(LedgerError) {
        guard nudge.from.takesMail else { return }
        // A Witness hears the event, and reads no letters.
        if case .witness = nudge.from { return }
        let shown = "It was shown to session \(nudge.session?.text ?? "of unknown name") at \(nudge.deliveredAt ?? now)"
        let why =
            switch lastSeen {
            case .delivered where nudge.expiresAt <= now: "\(shown), and no turn of it began until \(now)"
            case .delivered, .turnStarted: "\(shown), which ended before a turn with it had ended"
            case .sent where nudge.channel?.isBrought == true:
                "It could not be \(nudge.channel == .pane ? "typed into the pane" : "told on the stdin") of \(nudge.to), and no session asked for it, until \(nudge.expiresAt)"
                    + (nudge.held.map { " (the last reason: \($0))" } ?? "")
            case .sent, .acted, .expired: "No session of \(nudge.to) asked for it until \(nudge.expiresAt)"
            }
        try deliver(
            to: [nudge.from], subject: "your nudge to \(nudge.to) expired", body: "\(why):\n\n\(nudge.text ?? "")")
    }

    /// The text is fetched with the reader's own rights: it is in no event.
    func save(_ nudge: Nudge, as kind: EventKind) throws(LedgerError) {
        try write(
            """
            INSERT INTO nudges (number, target, state, session, value) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE
            SET state = excluded.state, session = excluded.session, value = excluded.value
            """, .int(nudge.number), .text(nudge.to.description), .text(nudge.state.rawValue),
            .optional(nudge.session?.text), .text(JSONText.text(nudge)))
        try emit(kind, in: nudge.to.stream, subject: String(nudge.number), EventData(nudge: nudge.withoutText))
    }
}

internal import TownModel
internal import Wire

/// Words for now.
extension VerbRule {
    static let nudges: [VerbRule] = [
        .command(NudgeSend.self) { (send, transaction) throws(LedgerError) in
            try transaction.send(send)
        },
        .command(NudgesDelivered.self) { (delivered, transaction) throws(LedgerError) in
            try transaction.delivered(delivered)
        },
    ]
}

extension Transaction {
    fileprivate func send(_ send: NudgeSend) throws(LedgerError) -> NudgeReply {
        try checkKnown(send.to)
        try BeadText.check(reason: send.text)
        guard (1...BeadLimits.nudgeSecondsMax).contains(send.timeToLiveSeconds) else {
            throw .refuse(.invalid, "a nudge lives 1 to \(BeadLimits.nudgeSecondsMax) seconds", hint: "--ttl")
        }
        let expiresAt = said.advanced(by: .seconds(send.timeToLiveSeconds))
        guard now < expiresAt else {
            throw .refuse(
                .expired, "the nudge to \(send.to) was for now, and expired at \(expiresAt): \(send.text)",
                about: send.to.description, hint: "gt nudge says it anew")
        }
        guard try liveSession(of: send.to) != nil else {
            throw .refuse(
                .conflict, "no session of \(send.to) is running: nobody would hear it", about: send.to.description,
                hint: "gt mail send \(send.to) waits for the next one")
        }
        let nudge = Nudge(
            number: try next("nudge"), from: speaker.actor, to: send.to, text: send.text, sentAt: now,
            expiresAt: expiresAt)
        try save(nudge, as: .nudgeSent)
        try setTimer(.expireNudge(nudge.number), due: nudge.expiresAt)
        return NudgeReply(nudge: nudge)
    }

    fileprivate func delivered(_ delivered: NudgesDelivered) throws(LedgerError) -> Done {
        guard speaker.session != nil else {
            throw .refuse(.forbidden, "only a session says that it was shown a nudge")
        }
        for number in delivered.numbers {
            guard var nudge = try nudge(number), nudge.to == speaker.actor, nudge.state == .sent else { continue }
            nudge.state = .delivered
            try save(nudge, as: .nudgeDelivered)
            try dropTimer(.expireNudge(number))
        }
        return Done()
    }

    /// It was for now, and now is over: its sender is told.
    func expireNudge(_ number: Int64) throws(LedgerError) {
        guard var nudge = try nudge(number), nudge.state == .sent else { return }
        nudge.state = .expired
        try save(nudge, as: .nudgeExpired)
        guard nudge.from.takesMail else { return }
        try deliver(
            to: [nudge.from], subject: "your nudge to \(nudge.to) expired",
            body: "No session of \(nudge.to) asked for it until \(nudge.expiresAt):\n\n\(nudge.text ?? "")")
    }

    /// The text is fetched with the reader's own rights: it is in no event.
    private func save(_ nudge: Nudge, as kind: EventKind) throws(LedgerError) {
        try write(
            """
            INSERT INTO nudges (number, target, state, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET state = excluded.state, value = excluded.value
            """, .int(nudge.number), .text(nudge.to.description), .text(nudge.state.rawValue),
            .text(JSONText.text(nudge)))
        var heading = nudge
        heading.text = nil
        try emit(kind, in: nudge.to.stream, subject: String(nudge.number), EventData(nudge: heading))
    }
}

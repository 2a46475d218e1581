internal import TownModel
internal import Wire

/// Asking a person, and what becomes of it.
extension VerbRule {
    static let escalation: [VerbRule] = [
        .command(EscalationRaise.self) { (raise, transaction) throws(LedgerError) in
            guard !raise.text.trimmed.isEmpty else {
                throw .refuse(.invalid, "an escalation says what is wrong", hint: "gt escalate \"what happened\"")
            }
            if let about = raise.about { try transaction.checkExists(about) }
            let escalation = Escalation(
                severity: raise.severity, title: BeadText.titleLine(of: raise.text), text: raise.text,
                source: raise.source, about: raise.about)
            return try transaction.reply(try transaction.raise(escalation))
        },
        .command(EscalationAcknowledge.self) { (acknowledge, transaction) throws(LedgerError) in
            EscalationReply(escalation: try transaction.acknowledge(acknowledge))
        },
        .command(EscalationRouted.self) { (routed, transaction) throws(LedgerError) in
            EscalationReply(escalation: try transaction.routed(routed))
        },
    ]
}

extension QueryRule {
    static let escalations: [QueryRule] = [
        .query(EscalationList.self) { (list, reading) throws(LedgerError) in
            EscalationPage(
                escalations: try reading.escalations(list).map(\.withoutText),
                staleAfterSeconds: try reading.escalationSettings().staleAfterSeconds)
        },
        .query(EscalationShow.self) { (show, reading) throws(LedgerError) in
            EscalationReply(escalation: try reading.knownEscalation(show.id))
        },
    ]
}

extension Transaction {
    /// Whoever was stopped by it does not answer it himself: a person does, or the Mayor's agent, whom it was told.
    fileprivate func acknowledge(_ acknowledge: EscalationAcknowledge) throws(LedgerError) -> RaisedEscalation {
        guard speaker.actor.isPerson || speaker.actor == .mayor else {
            throw .refuse(
                .forbidden, "only a person or the Mayor's agent acknowledges an escalation",
                about: acknowledge.id.text, hint: "gt bead comment \(acknowledge.id) says what you know of it")
        }
        var raised = try knownEscalation(acknowledge.id)
        if let note = acknowledge.note { try BeadText.check(reason: note) }
        switch raised.state {
        case .closed:
            throw .refuse(
                .conflict, "\(raised.bead) is closed already", about: raised.bead.text,
                hint: "gt escalate show \(raised.bead)")
        case .acknowledged:
            let who = raised.acknowledged.map { "\($0.by) has acknowledged \(raised.bead) already" }
            throw .refuse(
                .already, who ?? "it is acknowledged already", about: raised.bead.text,
                hint: "gt escalate close \(raised.bead) when it is settled")
        case .open: break
        }
        raised.state = .acknowledged
        raised.acknowledged = EscalationWord(by: speaker.actor, at: now, note: acknowledge.note)
        try rest(&raised, because: "it was acknowledged before")
        try save(raised)
        try tell(.escalationAcknowledged, raised, note: acknowledge.note)
        return raised
    }

    /// Told twice it is true once: what is settled stays as it was said first.
    fileprivate func routed(_ routed: EscalationRouted) throws(LedgerError) -> RaisedEscalation {
        try checkRole(.mayor)
        var raised = try knownEscalation(routed.id)
        guard let index = raised.sendings.firstIndex(where: { $0.number == routed.number }), routed.state != .awaited
        else {
            throw .refuse(.invalid, "\(routed.id) has no route \(routed.number) to tell of", about: routed.id.text)
        }
        // One that was called off may have been on its way already.
        let isNews = raised.sendings[index].state == .awaited || raised.sendings[index].state == .skipped
        guard isNews, raised.sendings[index].state != routed.state else { return raised }
        raised.sendings[index].state = routed.state
        raised.sendings[index].note = routed.note.map(BeadText.cut)
        raised.sendings[index].command = nil
        raised.sendings[index].at = now
        try save(raised)
        try tell(.escalationRouted, raised, note: routed.note.map(BeadText.cut))
        if routed.state == .failed { try tellFailure(of: raised.sendings[index], raised) }
        return raised
    }

    func tell(_ kind: EventKind, _ raised: RaisedEscalation, note: String?) throws(LedgerError) {
        try emit(kind, in: .town, subject: raised.bead.text, EventData(escalation: raised, note: note))
    }

    /// A bead, a convoy, a merge request: whatever has an id can be what it is about.
    func checkExists(_ id: BeadID) throws(LedgerError) {
        let isThere = try exists(
            """
            SELECT 1 FROM beads WHERE id = ?1 UNION ALL SELECT 1 FROM convoys WHERE id = ?1
            UNION ALL SELECT 1 FROM requests WHERE id = ?1
            """, .text(id.text))
        guard isThere else { throw .refuse(.notFound, "there is nothing with the id \(id)", about: id.text) }
    }
}

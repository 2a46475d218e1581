internal import TownModel
internal import Wire

/// What a person is asked: a gate that only a person closes, told as the routes of its severity say.
struct Escalation: Hashable, Sendable {
    var severity: Severity
    var title: String
    var text: String
    /// While the gate of one source is open, raising it again only counts.
    var source: String?
    var about: BeadID?

    static let label = "escalation"

    static func label(of severity: Severity) -> String { "severity:\(severity.rawValue)" }
}

extension Transaction {
    /// Gives the gate: a new one, or the open one of the same source.
    func raise(_ escalation: Escalation) throws(LedgerError) -> BeadID {
        try BeadText.check(description: escalation.text)
        if let source = escalation.source, let open = try openEscalation(source) {
            return try raise(open, again: escalation)
        }
        let id = try mint(prefix: town.prefix.text)
        let labels = [Escalation.label, Escalation.label(of: escalation.severity)]
        let title = try BeadText.title(escalation.title)
        try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: nil, title: title, description: escalation.text,
                    priority: escalation.severity.priority, type: .gate, labels: labels, createdAt: now,
                    createdBy: speaker.actor.description, updatedAt: now)))
        try setLabels(labels, of: id)
        var raised = RaisedEscalation(
            bead: id, title: title, text: BeadText.cut(escalation.text), source: escalation.source,
            severity: escalation.severity, about: escalation.about, raisedBy: speaker.actor, raisedAt: now)
        try tellPeople(&raised, text: escalation.text)
        return id
    }

    /// Of the same source while it is open: people are told anew only when it has become worse.
    private func raise(_ open: RaisedEscalation, again escalation: Escalation) throws(LedgerError) -> BeadID {
        var raised = open
        raised.count += 1
        guard escalation.severity.isAbove(raised.severity) else {
            try save(raised)
            try tell(.escalationRaised, raised, note: escalation.title)
            return raised.bead
        }
        let before = raised.severity
        try lift(&raised, to: escalation.severity, note: "raised again as \(escalation.severity.rawValue)")
        // What somebody looks after is not what it was.
        raised.state = .open
        raised.text = BeadText.cut(escalation.text)
        try tellPeople(
            &raised, text: escalation.text, note: escalation.title,
            why: "It was raised again, with a higher severity: it was \(before.rawValue) before.")
        return raised.bead
    }

    /// Its time is over, and nobody has acknowledged it: one severity higher.
    func raiseAnew(_ bead: BeadID) throws(LedgerError) {
        let settings = try escalationSettings()
        guard var raised = try escalation(bead), raised.state == .open, raised.reraised < settings.reraiseMax else {
            return
        }
        let waited = WrittenDuration.text(raised.toldAt.duration(to: now).components.seconds)
        let before = raised.severity
        raised.reraised += 1
        try lift(&raised, to: before.higher ?? before, note: "nobody has acknowledged it for \(waited)")
        let rise = raised.severity == before ? "" : " It was \(before.rawValue) before."
        let row = try knownBead(bead)
        try tellPeople(
            &raised, text: row.bead.description, note: "nobody has acknowledged it for \(waited): \(raised.title)",
            why: "Nobody has acknowledged this for \(waited).\(rise)")
    }

    /// Its bead shows the severity too.
    private func lift(_ raised: inout RaisedEscalation, to severity: Severity, note: String) throws(LedgerError) {
        let before = raised.severity
        guard before != severity else { return }
        raised.severity = severity
        let row = try knownBead(raised.bead)
        var labels = row.bead.labels.filter { $0 != Escalation.label(of: before) }
        labels.append(Escalation.label(of: severity))
        try setLabels(labels, of: raised.bead)
        try change(row, note: note) {
            $0.bead.labels = Set(labels).sorted()
            $0.bead.priority = severity.priority
        }
    }

    /// Its bead has ended, or is open again, whoever did it.
    func moveEscalations(with row: BeadRow) throws(LedgerError) {
        guard row.bead.type == .gate, var raised = try escalation(row.id) else { return }
        guard row.bead.status.isEnded else {
            guard raised.state == .closed else { return }
            raised.state = .open
            raised.closed = nil
            raised.toldAt = now
            try arm(&raised)
            try save(raised)
            return try tell(.escalationRaised, raised, note: raised.title)
        }
        guard raised.state != .closed else { return }
        raised.state = .closed
        raised.closed = EscalationWord(
            by: speaker.actor, at: now, note: row.bead.closeReason ?? "its bead was deleted")
        try rest(&raised, because: "it was settled before")
        try save(raised)
        try tell(.escalationClosed, raised, note: raised.closed?.note)
    }

    /// Not raised anew any more; what the Mayor has not begun is called off.
    func rest(_ raised: inout RaisedEscalation, because reason: String) throws(LedgerError) {
        raised.reraisedNext = nil
        try dropTimer(.reraise(raised.bead))
        raised.callOff(because: reason, at: now)
    }

    /// When it is raised anew, should nobody acknowledge it.
    func arm(_ raised: inout RaisedEscalation) throws(LedgerError) {
        let settings = try escalationSettings()
        guard raised.reraised < settings.reraiseMax else {
            raised.reraisedNext = nil
            return try dropTimer(.reraise(raised.bead))
        }
        let due = now.advanced(by: .seconds(settings.staleAfterSeconds))
        raised.reraisedNext = due
        try setTimer(.reraise(raised.bead), due: due)
    }
}

extension RaisedEscalation {
    /// What the Mayor has not told of yet, or not yet reported.
    mutating func callOff(
        because reason: String, at now: Timestamp, where isMeant: (EscalationRoute) -> Bool = { _ in true }
    ) {
        for index in sendings.indices where sendings[index].state == .awaited && isMeant(sendings[index].route) {
            sendings[index].state = .skipped
            sendings[index].note = reason
            sendings[index].command = nil
            sendings[index].at = now
        }
    }
}

internal import TownModel
internal import Wire

/// Asking a person.
extension VerbRule {
    static let escalation: [VerbRule] = [
        .command(EscalationRaise.self) { (raise, transaction) throws(LedgerError) in
            guard !raise.text.trimmed.isEmpty else {
                throw .refuse(.invalid, "an escalation says what is wrong", hint: "gt escalate \"what happened\"")
            }
            if let about = raise.about { try transaction.checkExists(about) }
            let escalation = Escalation(
                severity: raise.severity, title: Escalation.title(of: raise.text), text: raise.text,
                source: raise.source, about: raise.about)
            return try transaction.reply(try transaction.raise(escalation))
        }
    ]
}

/// What a person is asked: a gate that only a person closes, and a letter to the overseer.
struct Escalation: Hashable, Sendable {
    var severity: Severity
    var title: String
    var text: String
    /// While the gate of one source is open, raising it again only counts.
    var source: String?
    var about: BeadID?

    static let label = "escalation"

    /// The first line, cut to what a title may be.
    static func title(of text: String) -> String {
        let line = text.trimmed.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var title = String(line.unicodeScalars.filter { $0.properties.generalCategory != .control })
        while title.utf8.count > BeadLimits.titleBytesMax { title.removeLast() }
        return title
    }
}

extension Transaction {
    /// Gives the gate: a new one, or the open one of the same source.
    func raise(_ escalation: Escalation) throws(LedgerError) -> BeadID {
        try BeadText.check(description: escalation.text)
        if let source = escalation.source, let open = try openEscalation(source) {
            try write("UPDATE escalations SET count = count + 1 WHERE source = ?", .text(source))
            try emit(.escalationRaised, in: .town, subject: open.text, EventData(note: escalation.title))
            return open
        }
        let id = try mint(prefix: town.prefix.text)
        let labels = [Escalation.label, "severity:\(escalation.severity.rawValue)"]
        try insert(
            BeadRow(
                bead: Bead(
                    id: id, rig: nil, title: try BeadText.title(escalation.title), description: escalation.text,
                    priority: escalation.severity.priority, type: .gate, labels: labels, createdAt: now,
                    createdBy: speaker.actor.description, updatedAt: now)))
        try setLabels(labels, of: id)
        try write(
            "INSERT OR REPLACE INTO escalations (source, bead, count) VALUES (?, ?, 1)",
            .text(escalation.source ?? id.text), .text(id.text))
        try emit(.escalationRaised, in: .town, subject: id.text, EventData(note: escalation.title))
        let about = escalation.about.map { " It is about \($0)." } ?? ""
        try deliver(
            to: [.overseer], subject: "[\(escalation.severity.rawValue)] \(escalation.title)",
            body: "\(escalation.text)\n\nThe gate is \(id).\(about) Close it when it is settled: gt bead close \(id)",
            priority: escalation.severity.priority)
        return id
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

    private func openEscalation(_ source: String) throws(LedgerError) -> BeadID? {
        try text(
            """
            SELECT b.id FROM escalations e JOIN beads b ON b.id = e.bead
            WHERE e.source = ? AND b.status NOT IN ('closed', 'tombstone')
            """, .text(source)
        ).flatMap(BeadID.init)
    }
}

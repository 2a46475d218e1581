/// An escalation from its first word to its end: who was told how, who has acknowledged it, how it was settled.
package struct RaisedEscalation: Hashable, Sendable, Codable {
    /// The gate that a person closes when it is settled.
    package var bead: BeadID
    package var title: String
    /// The beginning of what was said last, for whoever is told; the bead has the first text whole. nil in lists.
    package var text: String?
    /// While it is open, the same source raising it again only counts. nil: nobody named one.
    package var source: String?
    /// As it is now.
    package var severity: Severity
    /// As it was at first.
    package var firstSeverity: Severity
    package var state: EscalationState
    /// What it is about.
    package var about: BeadID?
    /// How often it was raised by its source.
    package var count: Int
    package var raisedBy: Address
    package var raisedAt: Timestamp
    /// When people were told of it last: at first, with a higher severity, or because nobody had acknowledged it.
    package var toldAt: Timestamp
    /// How often it was raised anew because nobody had acknowledged it.
    package var reraised: Int
    /// When that happens next if nobody does; nil: not any more.
    package var reraisedNext: Timestamp?
    package var acknowledged: EscalationWord?
    package var closed: EscalationWord?
    package var sendings: [EscalationSending]

    package init(
        bead: BeadID, title: String, text: String? = nil, source: String? = nil, severity: Severity,
        state: EscalationState = .open, about: BeadID? = nil, count: Int = 1, raisedBy: Address, raisedAt: Timestamp
    ) {
        self.bead = bead
        self.title = title
        self.text = text
        self.source = source
        self.severity = severity
        firstSeverity = severity
        self.state = state
        self.about = about
        self.count = count
        self.raisedBy = raisedBy
        self.raisedAt = raisedAt
        toldAt = raisedAt
        reraised = 0
        sendings = []
    }

    /// As lists have it.
    package var withoutText: RaisedEscalation {
        var copy = self
        copy.text = nil
        return copy
    }

    /// What waits for the Mayor's hands.
    package var awaited: [EscalationSending] { sendings.filter { $0.state == .awaited } }

    /// Nobody has acknowledged it in that time since people were told of it last.
    package func isStale(after seconds: Int64, at now: Timestamp) -> Bool {
        state == .open && toldAt.advanced(by: .seconds(seconds)) <= now
    }
}

package enum EscalationState: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nobody has said that he looks after it.
    case open
    /// Somebody has: it is not raised anew.
    case acknowledged
    /// Settled: its gate was closed.
    case closed
}

/// Who acknowledged or closed an escalation, when, and what he said.
package struct EscalationWord: Hashable, Sendable, Codable {
    package var by: Address
    package var at: Timestamp
    package var note: String?

    package init(by: Address, at: Timestamp, note: String? = nil) {
        self.by = by
        self.at = at
        self.note = note
    }
}

/// One route of an escalation, once, and what came of it.
package struct EscalationSending: Hashable, Sendable, Codable {
    /// From 1, within its escalation.
    package var number: Int
    package var route: EscalationRoute
    /// Of the escalation, then.
    package var severity: Severity
    package var state: EscalationSendingState
    /// Why it failed or was left out, or to whom the letter went instead.
    package var note: String?
    /// While it is awaited: what is to be run.
    package var command: EscalationCommand?
    /// When it was decided on; once it is settled, when that was known.
    package var at: Timestamp

    package init(
        number: Int, route: EscalationRoute, severity: Severity, state: EscalationSendingState = .sent,
        note: String? = nil, command: EscalationCommand? = nil, at: Timestamp
    ) {
        self.number = number
        self.route = route
        self.severity = severity
        self.state = state
        self.note = note
        self.command = command
        self.at = at
    }
}

package enum EscalationSendingState: String, Hashable, Sendable, Codable, CaseIterable {
    /// The Mayor is to carry it out.
    case awaited
    case sent
    case failed
    /// There was nothing to do it with, or no need any more; the note says which.
    case skipped
}

package import TownModel

/// One route of an escalation that needs hands: a program to run, or a notice on a screen.
package struct Errand: Hashable, Sendable {
    package var key: ErrandKey
    package var route: EscalationRoute
    /// What is run; nil for a notice.
    package var command: EscalationCommand?
    package var escalation: RaisedEscalation

    package init(_ escalation: RaisedEscalation, _ sending: EscalationSending) {
        key = ErrandKey(bead: escalation.bead, number: sending.number)
        route = sending.route
        command = sending.command
        self.escalation = escalation
    }
}

/// Which escalation, and which of its sendings.
package struct ErrandKey: Hashable, Sendable, Codable {
    package var bead: BeadID
    package var number: Int

    package init(bead: BeadID, number: Int) {
        self.bead = bead
        self.number = number
    }
}

/// What came of an errand.
package struct ErrandOutcome: Hashable, Sendable, Codable {
    /// Not `awaited`.
    package var state: EscalationSendingState
    package var note: String?

    package init(_ state: EscalationSendingState, _ note: String? = nil) {
        self.state = state
        self.note = note
    }
}

/// What is left of an errand that was announced by a process that is gone.
package enum ErrandTrace: Hashable, Sendable {
    /// Its program was never started.
    case notBegun
    case ended(ErrandOutcome)
    /// It was started, and nobody saw its end. It does not run any more.
    case cutShort
}

/// What the Mayor is to tell outside the ledger, and what it has begun of that.
struct Errands: Equatable, Sendable {
    var awaited: [ErrandKey: Errand] = [:]
    var begun: Set<ErrandKey> = []
}

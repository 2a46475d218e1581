package import TownModel

/// Raises an escalation: a bead, and whatever the routes of its severity are; once per source while it is open. The same
/// source again counts it up, and tells people anew only with a higher severity.
package struct EscalationRaise: Command {
    package typealias Reply = BeadReply
    package static let verb = "escalation.raise"
    package var severity: Severity
    package var text: String
    /// What raises it.
    package var source: String?
    package var about: BeadID?

    package init(severity: Severity, text: String, source: String? = nil, about: BeadID? = nil) {
        self.severity = severity
        self.text = text
        self.source = source
        self.about = about
    }
}

/// Says that somebody looks after it: it is not raised anew. By a person or the Mayor's agent.
package struct EscalationAcknowledge: Command {
    package typealias Reply = EscalationReply
    package static let verb = "escalation.acknowledge"
    package var id: BeadID
    package var note: String?

    package init(id: BeadID, note: String? = nil) {
        self.id = id
        self.note = note
    }
}

/// The Mayor says what came of a route that its hands carried out. Id: `escalation-routed/<bead>/<number>`.
package struct EscalationRouted: Command {
    package typealias Reply = EscalationReply
    package static let verb = "escalation.routed"
    package var id: BeadID
    /// Of the sending.
    package var number: Int
    /// Not `awaited`.
    package var state: EscalationSendingState
    package var note: String?

    package init(id: BeadID, number: Int, state: EscalationSendingState, note: String? = nil) {
        self.id = id
        self.number = number
        self.state = state
        self.note = note
    }
}

package struct EscalationReply: Codable, Hashable, Sendable {
    package var escalation: RaisedEscalation

    package init(escalation: RaisedEscalation) { self.escalation = escalation }
}

/// Escalations, the newest first.
package struct EscalationList: Query {
    package typealias Reply = EscalationPage
    package static let verb = "escalation.list"
    /// Also those that are closed.
    package var all: Bool
    package var severity: Severity?
    /// Only what nobody has acknowledged in the time after which it is raised anew.
    package var stale: Bool
    package var limit: Int

    package init(all: Bool = false, severity: Severity? = nil, stale: Bool = false, limit: Int = 50) {
        self.all = all
        self.severity = severity
        self.stale = stale
        self.limit = limit
    }
}

package struct EscalationPage: Codable, Hashable, Sendable {
    package var escalations: [RaisedEscalation]
    /// After which an escalation that nobody acknowledged is stale.
    package var staleAfterSeconds: Int64

    package init(escalations: [RaisedEscalation], staleAfterSeconds: Int64) {
        self.escalations = escalations
        self.staleAfterSeconds = staleAfterSeconds
    }
}

/// One escalation, with what came of each of its routes.
package struct EscalationShow: Query {
    package typealias Reply = EscalationReply
    package static let verb = "escalation.show"
    package var id: BeadID

    package init(id: BeadID) { self.id = id }
}

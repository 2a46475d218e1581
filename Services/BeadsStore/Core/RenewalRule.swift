package import TownModel

/// Whether a session may be ended and another one begun in its place: only one that is known to stall, and not for ever.
package enum RenewalRule {
    /// nil: it may.
    package static func refusal(of session: Session, _ assignment: Assignment) -> String? {
        let name = "session \(session.incarnation)"
        guard assignment.incarnation == session.incarnation, assignment.state == .running else {
            return "\(name) has nothing on its hook any more"
        }
        guard session.state == .stalled, session.evidence?.kind == .silence else {
            return "\(name) is \(session.state.rawValue), and does not stand still after nudges"
        }
        let times = assignment.renewal?.times ?? 0
        guard times < Renewal.timesMax else { return "\(assignment.bead) was begun anew \(times) times" }
        return nil
    }
}

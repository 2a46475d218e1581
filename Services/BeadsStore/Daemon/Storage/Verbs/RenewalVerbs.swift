internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// A session that stalls is followed by another one: its work stays on the hook, and a note says how far it came.
extension VerbRule {
    static let renewals: [VerbRule] = [
        .command(SessionRestart.self) { (restart, transaction) throws(LedgerError) in
            AssignmentReply(assignment: try transaction.renew(restart))
        }
    ]
}

extension Transaction {
    fileprivate func renew(_ restart: SessionRestart) throws(LedgerError) -> Assignment {
        var session = try knownSession(restart.incarnation)
        try checkRole(session.host)
        guard !session.isResident else {
            throw .refuse(
                .forbidden, "\(session.agent) is no worker: its session is restarted by people alone",
                about: session.agent.description, hint: "gt crew restart \(session.agent)")
        }
        var assignment = try knownAssignment(session.assignment)
        // Said before: the session that is to end is this one.
        if assignment.isRenewed, assignment.incarnation == session.incarnation { return assignment }
        if let reason = try stopReason() {
            throw .refuse(
                .busy, "the town is stopped: \(reason)", about: session.incarnation.text, hint: "gt thaw")
        }
        if let reason = RenewalRule.refusal(of: session, assignment) {
            throw .refuse(.conflict, reason, about: session.incarnation.text)
        }
        let note = try leave(restart.subject, restart.text, after: session, on: assignment)
        assignment.renewal = Renewal(
            times: (assignment.renewal?.times ?? 0) + 1, handoff: note.number, isUnderWay: true)
        try save(assignment)
        if case .go(let state) = session.state.step(.dismiss) { session.state = state }
        session.evidence = nil
        try save(session)
        try emit(.sessionChanged, about: assignment, note: "begins anew, with note \(note.number)")
        return assignment
    }

    /// No process of the session is left: if its work is still on its hook, the next one is to be started.
    func renew(after session: Session) throws(LedgerError) {
        var assignment = try knownAssignment(session.assignment)
        guard assignment.isRenewed, assignment.incarnation == session.incarnation, assignment.state.isCurrent else {
            return
        }
        let next = Session(
            incarnation: Incarnation(number: try self.next("incarnation")), agent: assignment.agent,
            rig: assignment.rig, assignment: assignment.number, startedAt: now)
        assignment.incarnation = next.incarnation
        assignment.renewal?.isUnderWay = false
        assignment.shim = nil
        // It has its worktree: that is found, and the next session's directory is made.
        assignment.state = .claimed
        try save(assignment)
        try save(next)
        try emit(.sessionChanged, about: assignment, note: "takes up what \(session.incarnation) left")
    }
}

internal import BeadsStoreCore
internal import TownModel
internal import Wire

/// What sessions are seen to do. One event for each change, none for what is known already.
extension Transaction {
    func judged(_ judged: SessionJudged) throws(LedgerError) -> Done {
        try checkRole(try knownSession(judged.incarnation).host)
        guard judged.state.isSeen else {
            throw .refuse(
                .invalid, "nobody sees a session \(judged.state.rawValue): that follows from what was done with it",
                about: judged.incarnation.text)
        }
        var evidence = judged.evidence
        evidence.seen = String(evidence.seen.prefix(SessionEvidence.seenLettersMax))
        try see(judged.incarnation, as: judged.state, by: evidence)
        return Done()
    }

    /// Its evidence is that of the moment at which its state changed; or, where that moment lies ahead because the clock was
    /// set back since, of the next word that says the same: whoever counts from it would wait for the clock else.
    func see(
        _ incarnation: Incarnation, as state: SessionState, by evidence: SessionEvidence
    ) throws(LedgerError) {
        var session = try knownSession(incarnation)
        switch session.state.seen(as: state) {
        case .go(let state): session.state = state
        case .done where session.evidence.map { $0.since > max(now, evidence.since) } ?? false: break
        case .done, .refused: return
        }
        session.evidence = evidence
        try save(session)
        guard !session.isResident else { return try tell(session, "is \(state.rawValue): \(evidence.seen)") }
        let assignment = try knownAssignment(session.assignment)
        try emit(.sessionChanged, about: assignment)
        if session.state == .waiting, let until = evidence.until {
            try note(ProviderLimit(preset: assignment.preset, until: until, seen: evidence.seen))
        }
    }

    /// How long a bead rests after an attempt: a program that died soon after its start dies again as soon.
    func restartPause(of assignment: Assignment) throws(LedgerError) -> Duration {
        guard let session = try session(assignment.incarnation), session.shim != nil else { return .zero }
        // This return is counted afterwards.
        return AttemptLimits.restartPause(
            returns: try attempts(assignment.bead, .returned(.restart)) + 1,
            lived: session.startedAt.duration(to: now))
    }
}

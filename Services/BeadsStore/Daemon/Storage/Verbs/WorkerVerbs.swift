internal import BeadsStoreCore
internal import Hashing
internal import TownModel
internal import Wire

/// What a Witness tells of its assignments and sessions, and a session's first word.
extension VerbRule {
    static let workers: [VerbRule] = [
        .command(AssignmentPrepared.self) { (prepared, transaction) throws(LedgerError) in
            try transaction.prepared(prepared)
        },
        .command(AssignmentReturn.self) { (back, transaction) throws(LedgerError) in
            try transaction.returned(back)
        },
        .command(AssignmentRetired.self) { (retired, transaction) throws(LedgerError) in
            try transaction.retired(retired)
        },
        .command(SessionStarted.self) { (started, transaction) throws(LedgerError) in
            try transaction.started(started)
        },
        .command(SessionAlive.self) { (alive, transaction) throws(LedgerError) in
            try transaction.alive(alive)
        },
        .command(SessionJudged.self) { (judged, transaction) throws(LedgerError) in
            try transaction.judged(judged)
        },
        .command(SessionEnded.self) { (ended, transaction) throws(LedgerError) in
            try transaction.ended(ended)
        },
    ]
}

extension Transaction {
    fileprivate func prepared(_ prepared: AssignmentPrepared) throws(LedgerError) -> AssignmentReply {
        var assignment = try knownAssignment(prepared.number)
        try checkRole(.witness(assignment.rig))
        guard let state = try step(assignment, .prepare) else { return AssignmentReply(assignment: assignment) }
        assignment.state = state
        assignment.base = prepared.base
        try save(assignment)
        changedSpeakers = true
        try write(
            "INSERT OR REPLACE INTO keys (hash, actor, session, created_at) VALUES (?, ?, ?, ?)",
            .text(SHA256.hex(prepared.key)), .text(assignment.agent.description),
            .text(assignment.incarnation.text), .int(now.milliseconds))
        try emit(.assignmentPrepared, about: assignment)
        return AssignmentReply(assignment: assignment)
    }

    fileprivate func started(_ started: SessionStarted) throws(LedgerError) -> Done {
        var session = try knownSession(started.incarnation)
        try checkRole(session.host)
        if session.isResident { return try startedResident(session, started.shim) }
        var assignment = try knownAssignment(session.assignment)
        if let state = try step(assignment, .start) { assignment.state = state }
        guard session.shim != started.shim else { return Done() }
        guard session.shim == nil else {
            throw .refuse(
                .conflict, "session \(session.incarnation) was started as another process",
                about: session.incarnation.text)
        }
        session.shim = started.shim
        assignment.shim = started.shim
        changedSpeakers = true
        try save(session)
        try save(assignment)
        try emit(.sessionStarted, about: assignment)
        return Done()
    }

    fileprivate func ended(_ ended: SessionEnded) throws(LedgerError) -> Done {
        let session = try knownSession(ended.incarnation)
        try checkRole(session.host)
        try end(session, exitStatus: ended.exitStatus, reason: ended.reason)
        return Done()
    }

    fileprivate func returned(_ back: AssignmentReturn) throws(LedgerError) -> AssignmentReply {
        let assignment = try knownAssignment(back.number)
        try checkRole(.witness(assignment.rig))
        guard try step(assignment, .end) != nil else { return AssignmentReply(assignment: assignment) }
        let reason = BeadText.cut(back.reason)
        let pause = try restartPause(of: assignment)
        try end(assignment, as: back.limitedUntil == nil ? .failed : .limited, note: reason)
        if let until = back.limitedUntil {
            try note(ProviderLimit(preset: assignment.preset, until: until, seen: reason))
            try waitForLimit(assignment, until: until, reason)
            return AssignmentReply(assignment: try knownAssignment(back.number))
        }
        try forgetLimits(of: assignment.bead)
        try tryAgain(
            assignment.bead, assignment.terms, after: .restart, reason: reason,
            notBefore: pause > .zero ? now.advanced(by: pause) : nil)
        return AssignmentReply(assignment: try knownAssignment(back.number))
    }

    fileprivate func retired(_ retired: AssignmentRetired) throws(LedgerError) -> AssignmentReply {
        var assignment = try knownAssignment(retired.number)
        try checkRole(.witness(assignment.rig))
        guard let state = try step(assignment, .retire) else { return AssignmentReply(assignment: assignment) }
        try end(try knownSession(assignment.incarnation), exitStatus: nil)
        assignment.state = state
        assignment.rescueRef = retired.rescueRef
        try save(assignment)
        try settle(retired: assignment.agent)
        try emit(.assignmentRetired, about: assignment)
        return AssignmentReply(assignment: assignment)
    }
}

extension Transaction {
    /// The agent itself has spoken: its first word is the sign of life that the Witness waits for. Whether it was that.
    @discardableResult
    func speak(_ incarnation: Incarnation) throws(LedgerError) -> Bool {
        var session = try knownSession(incarnation)
        switch session.state.step(.speak) {
        case .go(let state):
            session.state = state
            session.evidence = SessionEvidence(.word, "it has spoken to the store", since: now)
        case .done: return false
        case .refused:
            throw .refuse(.conflict, "session \(incarnation) has ended", about: incarnation.text)
        }
        try save(session)
        if session.isResident {
            try tell(session, "is at work")
        } else {
            try emit(.sessionAlive, about: try knownAssignment(session.assignment))
        }
        return true
    }

    /// The state after an input; nil when it is in it already, and the answer is the same.
    func step(
        _ assignment: Assignment, _ input: AssignmentState.Input
    ) throws(LedgerError) -> AssignmentState? {
        switch assignment.state.step(input) {
        case .go(let state): return state
        case .done: return nil
        case .refused:
            throw .refuse(
                .conflict,
                "assignment \(assignment.number) is \(assignment.state.rawValue): too late or too early to "
                    + input.rawValue, about: String(assignment.number))
        }
    }

    /// Takes an assignment off its hook; its session is to leave, its key stays until it has. The bead's own state is
    /// the caller's to change.
    func end(
        _ assignment: Assignment, as how: AssignmentEnding = .takenBack, head: CommitID? = nil, note: String?
    ) throws(LedgerError) {
        guard let state = try step(assignment, .end) else { return }
        var assignment = assignment
        assignment.ended = AssignmentEnd(at: now, how: how, by: speaker.actor, note: note)
        assignment.state = state
        assignment.head = head ?? assignment.head
        try save(assignment)
        try write("DELETE FROM hooks WHERE agent = ?", .text(assignment.agent.description))
        if var session = try session(assignment.incarnation), case .go(let state) = session.state.step(.dismiss) {
            session.state = state
            session.evidence = nil
            try save(session)
        }
        try emit(.assignmentEnded, about: assignment, note: note)
    }

    /// No process of it is left: its key opens nothing any more.
    fileprivate func end(_ session: Session, exitStatus: Int32?, reason: String? = nil) throws(LedgerError) {
        guard case .go(let state) = session.state.step(.end) else { return }
        let wasAsked = session.state == .exiting
        var session = session
        session.state = state
        session.evidence = nil
        session.endedAt = now
        session.exitStatus = exitStatus
        try save(session)
        changedSpeakers = true
        try write("DELETE FROM keys WHERE session = ?", .text(session.incarnation.text))
        try turnsOver(of: session.incarnation)
        guard !session.isResident else { return try ended(session, reason: reason, wasAsked: wasAsked) }
        let assignment = try knownAssignment(session.assignment)
        try emit(.sessionEnded, about: assignment)
        try renew(after: session)
        try tellRoom(after: assignment)
    }

    /// An event about an assignment and its session as they are now.
    func emit(_ kind: EventKind, about assignment: Assignment, note: String? = nil) throws(LedgerError) {
        try emit(
            kind, in: .rig(assignment.rig), subject: assignment.bead.text,
            EventData(assignment: assignment, session: try session(assignment.incarnation), note: note))
    }
}

extension Assignment {
    /// What a further attempt at the same bead is made with.
    var terms: DispatchTerms {
        DispatchTerms(
            rig: rig, preset: preset, arguments: arguments, mergeMode: mergeMode, dispatchedBy: .witness(rig))
    }
}

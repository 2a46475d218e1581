import TownModel

extension State {
    /// Begins the step that a worker's state asks for, unless it was begun; keeps an eye on what runs.
    mutating func carryOn(_ number: Int64, at now: Timestamp) -> [Effect] {
        guard var worker = workers[number], let rig else { return [] }
        defer { workers[number] = worker }
        var effects = worker.watch(at: now)
        guard let step = worker.next, step != worker.begun, worker.retryAt == nil, mayBegin(step, worker)
        else { return effects }
        worker.begun = step
        let assignment = worker.assignment
        switch step {
        case .prepare: effects.append(.prepare(assignment, hasRemote: rig.remote != nil))
        case .start: effects.append(.start(assignment))
        case .end: effects.append(.end(assignment, grace: worker.leaveGrace))
        case .giveBack:
            effects.append(.sayReturn(number, reason: "its session ended without a result", limitedUntil: nil))
        case .retire: effects.append(.retire(assignment))
        }
        return effects
    }

    /// While the town is stopped nothing is made, and nobody who can't act is asked to leave.
    private func mayBegin(_ step: Step, _ worker: Worker) -> Bool {
        guard isStopped else { return true }
        return switch step {
        case .prepare, .start: false
        case .end: worker.isProcessGone
        case .giveBack, .retire: true
        }
    }
}

extension Worker {
    /// For who has ended its work itself, and is still there to end its turn.
    fileprivate var leaveGrace: Duration {
        isProcessGone || assignment.isTakenAway ? .zero : WitnessLimits.leaveGrace
    }

    /// Waits for the end of its process, and for its first word: silence is told to a person, and ends nothing.
    mutating func watch(at now: Timestamp) -> [Effect] {
        guard assignment.state == .running, let session, !isProcessGone else { return [] }
        var effects: [Effect] = []
        if !isWatched, let shim = session.shim ?? assignment.shim {
            isWatched = true
            effects.append(.watch(assignment, shim))
            effects.append(.wake(at: session.startedAt.advanced(by: WitnessLimits.silence)))
        }
        let isSilent = session.startedAt.advanced(by: WitnessLimits.silence) <= now
        if session.state == .spawning, isSilent, !silenceWasTold {
            silenceWasTold = true
            effects.append(.escalate(silence(of: session)))
        }
        return effects
    }

    private func silence(of session: Session) -> Escalation {
        Escalation(
            source: "silent/\(session.incarnation)", severity: .medium,
            text: """
                \(assignment.agent) has not said a word in \(WitnessLimits.silence.components.seconds) s, but its \
                process runs: session \(session.incarnation) on \(assignment.bead). It was left alone. \
                Look at it with `gt peek \(assignment.agent)`, or take the bead back with `gt unsling \
                \(assignment.bead)`.
                """,
            about: assignment.bead)
    }
}

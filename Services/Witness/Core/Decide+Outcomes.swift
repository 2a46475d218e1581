import TownModel

extension State {
    /// What became of hands: the word to the store, or what is tried instead.
    mutating func takeOutcome(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .prepared(let number, let base, let key):
            guard let assignment = workers[number]?.assignment, assignment.state == .claimed else { return [] }
            workers[number]?.awaySince = nil
            workers[number]?.outageWasTold = false
            return [.sayPrepared(number, assignment.incarnation, base: base, key: key)]
        case .started(let number, let shim):
            guard let worker = workers[number], worker.assignment.state == .prepared else { return [] }
            return [.sayStarted(number, worker.assignment.incarnation, shim: shim)]
        case .preparationFailed(let number, let reason):
            return giveBack(number, "its worktree could not be made: \(reason)")
        case .remoteAway(let number, let reason):
            return wait(number, .claimed, "remote-away", reason, next: "`gt doctor` tries the remote too", at: now)
        case .terminalAway(let number, let reason):
            return wait(number, .prepared, "terminal-away", reason, next: "`gt doctor` says more of it", at: now)
        case .startFailed(let number, let reason):
            return giveBack(number, "its session could not be started: \(reason)")
        case .processEnded(let number, let session):
            if isPresent(session, of: number) { workers[number]?.isProcessGone = true }
            return []
        case .sessionGone(let number, let exitStatus, let session):
            return isPresent(session, of: number) ? sessionGone(number, exitStatus) : []
        case .probed(let session, let look, let work):
            return probed(session, look, work: work, at: now)
        case .swept(let looks, let offsetSeconds):
            return swept(looks, offsetSeconds: offsetSeconds, at: now)
        case .limitMet(let number, let line, let offsetSeconds):
            workers[number]?.limited(by: line, offsetSeconds: offsetSeconds, at: now)
            return []
        case .retired(let number, let rescueRef):
            guard workers[number] != nil else { return [] }
            return [.sayRetired(number, rescueRef: rescueRef)]
        case .endFailed(let number, let reason):
            return tryLater(number, "The session of %@ could not be ended: \(reason)", at: now)
        case .retirementFailed(let number, let reason):
            return tryLater(
                number, "The work of %@ could not be saved and moved to the trash, so it stays: \(reason)", at: now)
        default: return []
        }
    }

    /// What is still said of the session before is not about the one that took its work up.
    private func isPresent(_ session: Incarnation?, of number: Int64) -> Bool {
        session.map { $0 == workers[number]?.assignment.incarnation } ?? true
    }

    private func giveBack(_ number: Int64, _ reason: String) -> [Effect] {
        guard let worker = workers[number], worker.assignment.state != .ended else { return [] }
        return [.sayReturn(number, reason: reason, limitedUntil: worker.limit?.until)]
    }

    /// An assignment that is still on its hook goes back to the queue, with the reason in words; first that, then the
    /// session's end: a crash between the two leaves a row that says what is still to be done.
    private func sessionGone(_ number: Int64, _ exitStatus: Int32?) -> [Effect] {
        guard let worker = workers[number] else { return [] }
        let ended = Effect.sayEnded(number, worker.assignment.incarnation, exitStatus: exitStatus)
        // Another one takes its work up.
        guard !worker.assignment.isRenewed || worker.assignment.state == .ended else { return [ended] }
        let limit = worker.limit.map {
            "; its last words were about a limit, so it rests until \($0.until): \($0.line)"
        }
        return giveBack(number, Self.words(exitStatus) + (limit ?? "")) + [ended]
    }

    private static func words(_ exitStatus: Int32?) -> String {
        switch exitStatus {
        case nil: "the agent's process is gone, and nobody recorded how it ended"
        case 0?: "the agent ended without handing anything in (`gt done`)"
        case let status? where status > 128 && status < 192: "the agent was ended by signal \(status - 128)"
        case let status?: "the agent ended with exit status \(status)"
        }
    }

    /// Said once to a person; tried again on patrol.
    private mutating func tryLater(_ number: Int64, _ text: String, at now: Timestamp) -> [Effect] {
        guard let worker = workers[number] else { return [] }
        let moment = now.advanced(by: WitnessLimits.retryPause)
        workers[number]?.retryAt = moment
        let assignment = worker.assignment
        let parts = text.split(separator: "%@", maxSplits: 1, omittingEmptySubsequences: false)
        let named = parts.joined(separator: "\(assignment.agent) on \(assignment.bead)")
        let escalation = Escalation(
            source: "left-over/\(number)", severity: .high,
            text: named + " It lies in \(assignment.worktree), is not touched, and is tried again.",
            about: assignment.bead)
        return [.escalate(escalation), .wake(at: moment)]
    }

    /// An outage uses up no attempts. A person is told when it lasts; before that it is nobody's business.
    private mutating func wait(
        _ number: Int64, _ state: AssignmentState, _ source: String, _ reason: String, next: String, at now: Timestamp
    ) -> [Effect] {
        guard var worker = workers[number], worker.assignment.state == state else { return [] }
        let moment = now.advanced(by: WitnessLimits.retryPause)
        worker.retryAt = moment
        let since = worker.awaySince ?? now
        worker.awaySince = since
        defer { workers[number] = worker }
        guard !worker.outageWasTold, since.duration(to: now) >= WitnessLimits.outage else {
            return [.wake(at: moment)]
        }
        worker.outageWasTold = true
        let assignment = worker.assignment
        let escalation = Escalation(
            source: "\(source)/\(number)", severity: .high,
            text: """
                \(assignment.agent) can't begin \(assignment.bead): \(reason). It is tried again every \
                \(WitnessLimits.retryPause.components.seconds) s; \(next).
                """,
            about: assignment.bead)
        return [.escalate(escalation), .wake(at: moment)]
    }
}

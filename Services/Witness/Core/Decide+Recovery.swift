import TownModel

/// What is done about a session that stands still at its prompt with work on its hook: one more look, then another session
/// in its place, once; then a person. Silence alone is not death, and nobody is ended who shows a sign of life.
extension State {
    mutating func probed(_ session: Incarnation, _ look: Look?, work: String, at now: Timestamp) -> [Effect] {
        guard let number = workers.first(where: { $0.value.assignment.incarnation == session })?.key,
            var worker = workers[number]
        else { return [] }
        worker.recovery.isProbing = false
        defer { workers[number] = worker }
        guard !isStopped, let known = worker.session, known.state == .stalled, let evidence = known.evidence,
            evidence.kind == .silence
        else { return [] }
        // Its shim has ended: that is told otherwise.
        guard let look else { return worker.lookAgain(at: now) }
        switch worker.finding(look) {
        case .standing: return worker.restart(known, evidence, work)
        case .living: return worker.isAlive(known, at: now)
        case .occupied: return worker.askPerson(known, evidence, "its line is not empty, or it shows something else")
        case .waiting: return worker.lookAgain(at: now)
        case .hidden:
            worker.recovery.hiddenTimes += 1
            guard worker.recovery.hiddenTimes < WitnessLimits.probesMax else {
                return worker.askPerson(known, evidence, "nobody could say what it does now")
            }
            return worker.lookAgain(at: now)
        }
    }
}

extension Worker {
    /// Looks once more; who was begun anew before is a person's to look at.
    mutating func recover(_ session: Session, _ evidence: SessionEvidence, at now: Timestamp) -> [Effect] {
        guard !recovery.isProbing, !recovery.isSettled, recovery.notBefore.map({ $0 <= now }) ?? true,
            var target = sweepTarget
        else { return [] }
        if let times = assignment.renewal?.times, times >= Renewal.timesMax {
            return askPerson(session, evidence, "a session before it stood still too, and was restarted")
        }
        recovery.isProbing = true
        // What it shows is read, whatever it has written.
        target.isWaiting = true
        return [.probe(target)]
    }

    fileprivate enum Finding { case standing, living, occupied, waiting, hidden }

    fileprivate func finding(_ look: Look) -> Finding {
        if let known = sight.outputBytes, let bytes = look.outputBytes, bytes > known { return .living }
        switch look.hasAgent {
        case nil: return .hidden
        case false?: return .standing
        case true?: break
        }
        switch look.screen {
        case .away: return .hidden
        // No sign to read: a hook has told that its turn is over, or a clock that its limit is.
        case .notRead: return .standing
        case .read(let isAtPrompt, let limitLine, let question):
            // The sweeps say so, and that is waited for.
            if question != nil || (limitLine != nil && sight.overBytes != look.outputBytes) { return .waiting }
            return isAtPrompt ? .standing : .occupied
        }
    }

    fileprivate mutating func restart(_ session: Session, _ evidence: SessionEvidence, _ work: String) -> [Effect] {
        recovery.isSettled = true
        let text = """
            \(assignment.bead) is on the hook of \(assignment.agent). Session \(session.incarnation) stood at its prompt \
            since \(evidence.since), and \(WitnessLimits.idleNudgesMax) nudges led to no turn: it was ended, and yours \
            goes on in the same worktree.

            \(work)
            """
        return [
            .sayRestart(
                assignment.number, session.incarnation,
                subject: "\(assignment.bead) was left standing by session \(session.incarnation)", text: text)
        ]
    }

    fileprivate mutating func isAlive(_ session: Session, at now: Timestamp) -> [Effect] {
        let evidence = SessionEvidence(.output, "its output grows", since: now)
        return [.sayJudged(assignment.number, session.incarnation, .working, evidence)] + lookAgain(at: now)
    }

    fileprivate mutating func lookAgain(at now: Timestamp) -> [Effect] {
        let moment = now.advanced(by: WitnessLimits.retryPause)
        recovery.notBefore = moment
        return [.wake(at: moment)]
    }

    fileprivate mutating func askPerson(
        _ session: Session, _ evidence: SessionEvidence, _ why: String
    ) -> [Effect] {
        recovery.isSettled = true
        let escalation = Escalation(
            source: "stalled/\(session.incarnation)", severity: .high,
            text: """
                \(assignment.agent) has \(assignment.bead) on its hook, is idle since \(evidence.since), and nudges led to \
                no turn of its session \(session.incarnation). It was left alone: \(why). Look at it with `gt peek \
                \(assignment.agent)`, or take the bead back with `gt unsling \(assignment.bead)`.
                """,
            about: assignment.bead)
        return [.escalate(escalation)]
    }
}

/// How far the recovery of a session that stalled has come. Forgotten with its state: a Witness that begins anew looks again.
struct Recovery: Equatable, Sendable {
    var isProbing = false
    /// Looks that saw nothing, one after the other.
    var hiddenTimes = 0
    var notBefore: Timestamp?
    /// Another session was asked for, or a person.
    var isSettled = false
}

import TownModel

/// Nudges of the Witness's own. They are no patrol: their moments are kept, however quiet the town is.
extension State {
    mutating func propel(_ number: Int64, at now: Timestamp) -> [Effect] {
        guard !isStopped, var worker = workers[number], worker.assignment.state == .running, !worker.isProcessGone,
            let session = worker.session, let evidence = session.evidence
        else { return [] }
        defer { workers[number] = worker }
        if let said = worker.redates(session, evidence, at: now) { return said }
        switch session.state {
        case .idle:
            let moments = Propulsion.moments(
                idleSince: evidence.since, startedAt: session.startedAt, idleFirst: idleFirst)
            return worker.goOn(session, idleSince: evidence.since, moments, at: now)
        case .waiting:
            guard let until = evidence.until else { return worker.isAsked(session, evidence) }
            return worker.waits(session, until: until, at: now)
        case .stalled where evidence.kind == .silence: return worker.recover(session, evidence, at: now)
        case .spawning, .working, .stalled, .exiting, .ended, .unknown: return []
        }
    }
}

extension Worker {
    /// What an evidence says in the future was said before the clock was set back. It is told again as of now: else nobody
    /// would say a word until the clock is there again, which may be a year. nil: it is not so.
    fileprivate mutating func redates(
        _ session: Session, _ evidence: SessionEvidence, at now: Timestamp
    ) -> [Effect]? {
        let ahead = now.duration(to: evidence.since)
        guard [.idle, .waiting].contains(session.state), ahead > WitnessLimits.clockStep else { return nil }
        guard redated != evidence.since else { return [] }
        redated = evidence.since
        let again = SessionEvidence(
            evidence.kind, evidence.seen, since: now, until: evidence.until?.advanced(by: .zero - ahead))
        return [.sayJudged(assignment.number, session.incarnation, session.state, again)]
    }

    /// The nudge whose moment has come, if it was not said; of several that were missed the last.
    fileprivate mutating func goOn(
        _ session: Session, idleSince: Timestamp, _ moments: [Timestamp], at now: Timestamp
    ) -> [Effect] {
        let isNew = propelled?.since != idleSince
        var due = moments.prefix { $0 <= now }.count
        var next = due < moments.count ? moments[due] : nil
        if due == moments.count {
            // The town was stopped meanwhile, the clock was set, or this Witness has just begun: as long as it has said
            // nothing itself it says the last word first, and waits for what that leads to.
            let said = isNew ? nil : propelled?.lastSaid
            if said.map({ now < $0.advanced(by: WitnessLimits.lastWordAge) }) ?? true {
                due = moments.count - 1
                next = (said ?? now).advanced(by: WitnessLimits.lastWordAge)
            }
        }
        guard isNew || due > propelled?.count ?? 0 else { return [] }
        propelled = Propelled(since: idleSince, count: due, lastSaid: due > 0 ? now : nil)
        let wake = next.map { [Effect.wake(at: $0)] } ?? []
        switch due {
        case 0: return wake
        case moments.count: return stall(session, idleSince: idleSince)
        default:
            let word = Nudging(
                to: assignment.agent, id: "idle/\(session.incarnation)/\(idleSince.milliseconds)/\(due)",
                text: """
                    \(assignment.bead) is on your hook, and your session is idle. Run `gt prime` and go on with it; when \
                    it is finished hand it in with `gt done`, when it can't be, say so: `gt done --status blocked -m \
                    "<why>"`.
                    """, life: moments[due - 1].duration(to: moments[due]))
            return [.nudge(word)] + wake
        }
    }

    /// That it stands still is told first; what is done about it follows from that.
    private func stall(_ session: Session, idleSince: Timestamp) -> [Effect] {
        let evidence = SessionEvidence(.silence, "nudges led to no turn", since: idleSince)
        return [.sayJudged(assignment.number, session.incarnation, .stalled, evidence)]
    }

    /// A person is asked something by its program: nobody types the answer for him, and he is told, once a session and a
    /// question.
    fileprivate mutating func isAsked(_ session: Session, _ evidence: SessionEvidence) -> [Effect] {
        guard evidence.kind == .screen, propelled?.since != evidence.since else { return [] }
        propelled = Propelled(since: evidence.since)
        let escalation = Escalation(
            source: "asks/\(session.incarnation)/\(evidence.since.milliseconds)", severity: .high,
            text: """
                \(assignment.agent) can't go on with \(assignment.bead): \(evidence.seen). Nothing is typed to it while that \
                stands there. Look at it with `gt peek \(assignment.agent)`, and answer it in its pane: `tmux -S \
                <town>/.gt/run/tmux attach -t gt-\(session.incarnation)`. Most programs ask once and keep the answer: \
                start the program of preset \(assignment.preset) yourself once in \(assignment.worktree), or write its \
                answers where docs/agents.md says, before the next session.
                """,
            about: assignment.bead)
        return [.escalate(escalation)]
    }

    /// Until the moment that the limit names nobody says anything to it: each word would only meet the limit again.
    fileprivate mutating func waits(_ session: Session, until: Timestamp, at now: Timestamp) -> [Effect] {
        guard until <= now else {
            guard propelled?.since != until else { return [] }
            propelled = Propelled(since: until)
            return [.wake(at: until)]
        }
        guard propelled != Propelled(since: until, count: 1) else { return [] }
        propelled = Propelled(since: until, count: 1)
        let evidence = SessionEvidence(.clock, "the limit that it waited for is over", since: until)
        let word = Nudging(
            to: assignment.agent, id: "limit-over/\(session.incarnation)/\(until.milliseconds)",
            text: "The limit that you met should be over: go on with \(assignment.bead), which is on your hook.",
            life: WitnessLimits.nudgeAge)
        return [.sayJudged(assignment.number, session.incarnation, .idle, evidence), .nudge(word)]
    }
}

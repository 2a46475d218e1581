import ResidentCore
import TownModel

extension State {
    /// Has typed what waits for those whose pane is the only way to them: one hand a session, in the order of what was
    /// said, and not again at once where a person writes or a turn runs. A nudge whose time is over leaves the desk by
    /// the store's own event.
    mutating func nudging(at now: Timestamp) -> [Effect] {
        guard rig != nil, !isStopped else { return [] }
        let polecats = workers.keys.sorted().compactMap { workers[$0]?.listener }
        let members = crew.present.map { Listener($0.resident, $0.run) }
        return (polecats + members).compactMap { typing(to: $0, at: now) }
    }

    private mutating func typing(to listener: Listener, at now: Timestamp) -> Effect? {
        let session = listener.session
        let isPaused = nudges.pauses[session].map { $0.until > now } ?? false
        guard !isPaused, !nudges.typing.contains(session) else { return nil }
        // Before anything else it is told what it is there for.
        let isPrompted = nudges.prompted.contains(session) || !isPromptedByTyping(listener)
        let orders = nudges.orders(for: listener.agent)
        guard !isPrompted || !orders.isEmpty else { return nil }
        nudges.typing.insert(session)
        return isPrompted ? .type(listener, orders) : .prompt(listener)
    }

    private func isPromptedByTyping(_ listener: Listener) -> Bool {
        (listener.definition ?? shipped[listener.preset])?.isPromptedByTyping ?? false
    }

    /// What became of a first prompt. That it was taken is the first that is known of such a program.
    mutating func took(_ report: TypingReport, in session: Incarnation, at now: Timestamp) -> [Effect] {
        let effects = take(report, in: session, at: now)
        let isTaken = report.obstacle == nil
        if isTaken || report.isForGood { nudges.prompted.insert(session) }
        let worker = workers.values.first { $0.assignment.incarnation == session }
        guard isTaken, let worker, worker.session?.state == .spawning else { return effects }
        let evidence = SessionEvidence(.screen, "its first prompt has left its line", since: now)
        return effects + [.sayJudged(worker.assignment.number, session, .working, evidence)]
    }

    /// What became of hands that typed.
    mutating func take(_ report: TypingReport, in session: Incarnation, at now: Timestamp) -> [Effect] {
        nudges.typing.remove(session)
        report.typed.forEach { nudges.drop($0) }
        guard let obstacle = report.obstacle else {
            nudges.pauses[session] = nil
            return []
        }
        let agent = reader(in: session)
        let held = agent.map { nudges.orders(for: $0).map(\.number) } ?? []
        let word = Effect.sayHeld(session, held, reason: obstacle, at: now)
        if report.isForGood {
            // What waits is shown if the agent asks; else it expires, and its sender is told.
            if let agent { nudges.dropAll(for: agent) }
            return held.isEmpty ? [] : [word]
        }
        // After one that went well the next begins to wait anew.
        let before = report.typed.isEmpty ? nudges.pauses[session] : nil
        let tries = (before?.tries ?? 0) + 1
        let doubled = WitnessLimits.typingPauseFirst * (1 << min(tries - 1, 10))
        var pause = TypingPause(
            tries: tries, until: now.advanced(by: min(doubled, WitnessLimits.typingPauseLast)), told: before?.told)
        // A moment's wait is no news.
        let isNews = tries > 1 && pause.told != obstacle && !held.isEmpty
        if isNews { pause.told = obstacle }
        nudges.pauses[session] = pause
        return (isNews ? [word] : []) + [.wake(at: pause.until)]
    }

    private func reader(in session: Incarnation) -> Address? {
        workers.values.first { $0.assignment.incarnation == session }?.assignment.agent
            ?? crew.present.first { $0.run.incarnation == session }?.resident.agent
    }

    /// A nudge as it is now. A word that is to interrupt does not wait for another's pause to be over.
    mutating func take(_ nudge: Nudge) {
        nudges.take(nudge)
        guard nudge.state == .sent, nudge.channel?.isBrought == true, nudge.mode == .interrupt else { return }
        for worker in workers.values where worker.assignment.agent == nudge.to {
            nudges.pauses[worker.assignment.incarnation] = nil
        }
        for member in crew.present where member.resident.agent == nudge.to {
            nudges.pauses[member.run.incarnation] = nil
        }
    }
}

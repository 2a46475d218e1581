import TownModel

extension State {
    /// Has typed what waits for those whose pane is the only way to them: one hand a session, in the order of what was
    /// said, and not again at once where a person writes or a turn runs. A nudge whose time is over leaves the desk by
    /// the store's own event.
    mutating func nudging(at now: Timestamp) -> [Effect] {
        guard rig != nil, !isStopped else { return [] }
        var effects: [Effect] = []
        for number in workers.keys.sorted() {
            guard let worker = workers[number], worker.assignment.state == .running, worker.session != nil,
                !worker.isProcessGone
            else { continue }
            let session = worker.assignment.incarnation
            let orders = nudges.orders(for: worker.assignment.agent)
            let isPaused = nudges.pauses[session].map { $0.until > now } ?? false
            guard !orders.isEmpty, !isPaused, !nudges.typing.contains(session) else { continue }
            nudges.typing.insert(session)
            effects.append(.type(worker.assignment, orders))
        }
        return effects
    }

    /// What became of hands that typed.
    mutating func take(_ report: TypingReport, in session: Incarnation, at now: Timestamp) -> [Effect] {
        nudges.typing.remove(session)
        report.typed.forEach { nudges.drop($0) }
        guard let obstacle = report.obstacle else {
            nudges.pauses[session] = nil
            return []
        }
        let agent = workers.values.first { $0.assignment.incarnation == session }?.assignment.agent
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

    /// A nudge as it is now. A word that is to interrupt does not wait for another's pause to be over.
    mutating func take(_ nudge: Nudge) {
        nudges.take(nudge)
        guard nudge.state == .sent, nudge.channel == .pane, nudge.mode == .interrupt else { return }
        for worker in workers.values where worker.assignment.agent == nudge.to {
            nudges.pauses[worker.assignment.incarnation] = nil
        }
    }
}

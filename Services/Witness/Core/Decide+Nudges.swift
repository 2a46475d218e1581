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
        guard report.obstacle != nil else {
            nudges.pauses[session] = nil
            return []
        }
        if report.isForGood {
            // What waits is shown if the agent asks; else it expires, and its sender is told.
            let worker = workers.values.first { $0.assignment.incarnation == session }
            if let worker { nudges.dropAll(for: worker.assignment.agent) }
            return []
        }
        // After one that went well the next begins to wait anew.
        let tries = (report.typed.isEmpty ? nudges.pauses[session]?.tries ?? 0 : 0) + 1
        let doubled = WitnessLimits.typingPauseFirst * (1 << min(tries - 1, 10))
        let until = now.advanced(by: min(doubled, WitnessLimits.typingPauseLast))
        nudges.pauses[session] = TypingPause(tries: tries, until: until)
        return [.wake(at: until)]
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

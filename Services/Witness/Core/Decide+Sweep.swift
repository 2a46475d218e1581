import TownModel

/// Looking at the sessions that live, at shorter and longer intervals; and what is made of what is seen.
extension State {
    /// Begins a sweep when one is due. Without sessions there is none, and no moment for one.
    mutating func sweep(at now: Timestamp) -> [Effect] {
        let targets = isStopped ? [] : workers.keys.sorted().compactMap { workers[$0]?.sweepTarget }
        guard !targets.isEmpty else {
            sweeps = Sweeps()
            return []
        }
        guard !sweeps.isUnderWay else { return [] }
        if sweeps.isWantedSoon {
            sweeps.isWantedSoon = false
            sweeps.pause = WitnessLimits.sweepFirst
            let soon = now.advanced(by: sweeps.pause)
            if sweeps.due.map({ $0 > soon }) ?? true { sweeps.due = nil }
        }
        guard let due = sweeps.due else {
            let due = now.advanced(by: sweeps.pause)
            sweeps.due = due
            return [.wake(at: due)]
        }
        guard due <= now else { return [] }
        sweeps.isUnderWay = true
        return [.sweep(targets)]
    }

    /// While nothing is other than it was known the pauses grow.
    mutating func swept(_ looks: [Look], offsetSeconds: Int, at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        var hasNews = false
        for look in looks {
            guard var worker = workers[look.number], let session = worker.session, worker.sweepTarget != nil else {
                continue
            }
            let found = worker.sight.take(look, of: session, offsetSeconds: offsetSeconds, at: now)
            hasNews = hasNews || worker.sight.opinion != nil
            workers[look.number] = worker
            guard let found else { continue }
            effects.append(.sayJudged(look.number, session.incarnation, found.state, found.evidence))
        }
        sweeps.isUnderWay = false
        sweeps.due = nil
        sweeps.pause = hasNews ? WitnessLimits.sweepFirst : min(sweeps.pause * 2, WitnessLimits.sweepLast)
        return effects
    }
}

/// When the next sweep is.
struct Sweeps: Equatable, Sendable {
    var due: Timestamp?
    var pause: Duration = WitnessLimits.sweepFirst
    var isUnderWay = false
    /// A session has begun or is in another state: what follows is to be seen soon.
    var isWantedSoon = false
}

extension Worker {
    /// nil for one that is not to be looked at: not started, leaving, gone.
    var sweepTarget: SweepTarget? {
        guard assignment.state == .running, !isProcessGone, let session, let shim = session.shim ?? assignment.shim,
            session.state != .exiting
        else { return nil }
        return SweepTarget(
            assignment: assignment, shim: shim, outputBytes: sight.outputBytes, readBytes: sight.readBytes,
            isWaiting: session.state == .waiting)
    }

    /// An agent that ended with a limit as its last word has not failed.
    mutating func limited(by line: String, offsetSeconds: Int, at now: Timestamp) {
        let until = LimitTime.end(of: line, at: now, offsetSeconds: offsetSeconds)
        limit = Limit(line: String(line.prefix(SessionEvidence.seenLettersMax)), until: until)
    }
}

/// What an agent's provider said at its end.
struct Limit: Equatable, Sendable {
    var line: String
    var until: Timestamp
}

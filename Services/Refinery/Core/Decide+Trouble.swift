import TownModel

// What is nobody's fault: wait, try again, and tell a person once if it lasts.
extension State {
    /// The lane rests until the next try. A landing that stands keeps its intent; nothing else lands on its target.
    mutating func trouble(
        _ kind: Trouble.Kind, _ reason: String, target: String, at now: Timestamp
    ) -> [Effect] {
        guard let rig else { return [] }
        var trouble = Trouble(kind: kind, since: now, tries: 0, nextTry: now)
        if let known = self[lane: target].trouble, known.kind == kind { trouble = known }
        trouble.tries += 1
        trouble.nextTry = now.advanced(by: Self.delay(afterTries: trouble.tries))
        self[lane: target].trouble = trouble
        giveUp(target)
        let wake = Effect.wake(at: trouble.nextTry)
        guard trouble.tries == Limits.triesBeforeTelling, kind != .stopFile else { return [wake] }
        return [wake, .escalate(.lasting(trouble, reason: reason, target: target, rig: rig.name))]
    }

    /// The store did not accept what was reported: its state is the truth, and an event of it is on its way.
    mutating func refused(_ requests: [BeadID], _ reason: String, at now: Timestamp) -> [Effect] {
        for (target, lane) in lanes.sorted(by: { $0.key < $1.key }) {
            let wasTold = !lane.told.isDisjoint(with: requests)
            guard wasTold || lane.work.isSaid && !Set(lane.work.requests).isDisjoint(with: requests) else { continue }
            self[lane: target].told.subtract(requests)
            return trouble(.storeRefused, reason, target: target, at: now)
        }
        return []
    }

    /// Doubles from the first delay to the longest.
    private static func delay(afterTries tries: Int) -> Duration {
        var delay = Limits.retryFirst
        for _ in 1..<max(tries, 1) where delay < Limits.retryMax { delay *= 2 }
        return min(delay, Limits.retryMax)
    }
}

extension Work {
    /// The store's answer to a word about it is awaited.
    fileprivate var isSaid: Bool {
        switch self {
        case .proposed, .reporting: true
        case .idle, .preparing, .holding, .trying, .locating, .moving: false
        }
    }
}

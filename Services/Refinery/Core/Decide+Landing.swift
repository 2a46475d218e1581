import TownModel

// From a proof to a moved target. The rule after a crash, to the letter: the tip is, or is an ancestor of, the
// target → landed; the target is at base → do it again; anything else → drop the intent and build anew.
extension State {
    /// The target moves as soon as the ledger knows that it will.
    mutating func proceed(_ landing: Landing) -> [Effect] {
        let stands = landing.requests.allSatisfy {
            requests[$0]?.state == .landing && requests[$0]?.proof?.tip == landing.proof.tip
        }
        guard stands else { return [] }
        self[lane: landing.target].work = .moving(landing)
        return [.move(landing)]
    }

    mutating func located(_ landing: Landing, _ position: TargetPosition, at now: Timestamp) -> [Effect] {
        guard self[lane: landing.target].work == .locating(landing) else { return [] }
        #if DEBUG
            if Mutant.active == .restackLanded, position == .containsTip {
                return settle(landing, .elsewhere(landing.proof.base), at: now)
            }
        #endif
        switch position {
        case .atBase:
            guard mayWork else {
                self[lane: landing.target].work = .idle
                return []
            }
            if self[lane: landing.target].isRestyled {
                report(landing)
                return [.sayRequeued(landing, reason: "the remote refuses it, and it is to land in another style now")]
            }
            self[lane: landing.target].work = .moving(landing)
            return [.move(landing)]
        case .containsTip, .elsewhere, .away, .disturbed:
            return settle(landing, position, at: now)
        }
    }

    mutating func moved(_ landing: Landing, _ outcome: MoveOutcome, at now: Timestamp) -> [Effect] {
        guard self[lane: landing.target].work == .moving(landing) else { return [] }
        switch outcome {
        case .tried(.atBase):
            return trouble(
                .disturbed, "\(landing.target) did not move although nothing refused it", target: landing.target,
                at: now)
        case .tried(let position):
            return settle(landing, position, at: now)
        case .refused(let reason):
            return trouble(.pushRefused, reason, target: landing.target, at: now)
        case .stopped:
            return trouble(.stopFile, "the town is stopped", target: landing.target, at: now)
        }
    }

    /// What is tested is built anew in the new style. What the remote has refused in the old one may go back to the queue,
    /// once it is seen that the target is still where it was.
    mutating func restyle() {
        for (target, lane) in lanes {
            if case .trying = lane.work { giveUp(target) }
            guard lane.trouble?.kind == .pushRefused else { continue }
            lanes[target]?.trouble = nil
            lanes[target]?.isRestyled = true
        }
    }

    private mutating func settle(
        _ landing: Landing, _ position: TargetPosition, at now: Timestamp
    ) -> [Effect] {
        switch position {
        case .containsTip:
            report(landing)
            return [.sayLanded(landing)]
        case .elsewhere(let commit):
            report(landing)
            return [.sayRequeued(landing, reason: "\(landing.target) has moved to \(commit.short) meanwhile")]
        case .away(let reason):
            return trouble(.remoteAway, reason, target: landing.target, at: now)
        case .disturbed(let reason):
            return trouble(.disturbed, reason, target: landing.target, at: now)
        case .atBase:
            return []
        }
    }

    private mutating func report(_ landing: Landing) {
        self[lane: landing.target].trouble = nil
        self[lane: landing.target].isRestyled = false
        self[lane: landing.target].work = .reporting(landing)
    }
}

import TownModel

// From the target's present head to a stack.
extension State {
    mutating func prepared(_ target: String, _ preparation: Preparation, at now: Timestamp) -> [Effect] {
        guard case .preparing = self[lane: target].work else { return [] }
        switch preparation {
        case .away(let reason):
            return trouble(.remoteAway, reason, target: target, at: now)
        case .disturbed(let reason):
            return trouble(.disturbed, reason, target: target, at: now)
        case .seen(let sight):
            // A remote that answered is reachable again; whether this machine can test, the gates will show.
            if self[lane: target].trouble?.kind == .remoteAway { self[lane: target].trouble = nil }
            guard let move = sight.foreignMove, let rig else { return seen(sight, target: target, at: now) }
            switch rig.settings.queue.foreignMoves {
            case .accept:
                return told(move, rig) + seen(sight, target: target, at: now)
            case .hold:
                guard !rig.accepts(move) else { return seen(sight, target: target, at: now) }
                return hold(for: move, seenAt: sight.stack.builtAt)
            }
        }
    }

    /// Nothing of what was built is used: when the queue was resumed the target is looked at anew, and only what was
    /// accepted lets it go on.
    private mutating func hold(for move: TargetMove, seenAt moment: Timestamp) -> [Effect] {
        giveUp(move.target)
        // In a queue that is held already, or a town that is stopped, it is seen again when that is over.
        guard mayBegin else { return [] }
        self[lane: move.target].work = .holding(move)
        return [.sayHeld(move, at: moment)]
    }

    private mutating func seen(_ sight: Sight, target: String, at now: Timestamp) -> [Effect] {
        let asked = self[lane: target].work.requests
        if self[lane: target].redTarget?.tree != sight.stack.baseTree { forgetRedTarget(target) }
        let effects = asked.flatMap { id in sight.aside[id].map { found($0, for: id, at: now) } ?? [] }
        // Whose requests were withdrawn meanwhile, or which nobody may test now, is built anew when that is over.
        let isWhole = sight.stack.requests.allSatisfy { requests[$0] != nil }
        guard mayBegin, isWhole else {
            giveUp(target)
            return effects
        }
        self[lane: target].work = sight.stack.height == 0 ? .idle : .trying(sight.stack)
        self[lane: target].runCount = 0
        self[lane: target].firstLook = nil
        return effects
    }

    /// What the first look at a request found, while others were tested.
    mutating func checked(_ id: BeadID, _ finding: Finding?, at now: Timestamp) -> [Effect] {
        guard let request = requests[id], let finding, request.state == .queued,
            !self[lane: request.target].work.requests.contains(id), !self[lane: request.target].told.contains(id)
        else { return [] }
        switch finding {
        case .conflict, .unusable: return found(finding, for: id, at: now)
        case .contained, .crowded: return []
        }
    }

    private mutating func found(_ finding: Finding, for id: BeadID, at now: Timestamp) -> [Effect] {
        guard let request = requests[id] else { return [] }
        if case .crowded(let files, let others) = finding {
            self[lane: request.target].aside[id] = Set(others)
            return [.sayWaits(id, on: others, reason: Self.crowdedReason(files, others), at: now)]
        }
        self[lane: request.target].told.insert(id)
        switch finding {
        case .contained(let proof):
            return [.sayContained(id, proof)]
        case .conflict(let files, let base):
            let reason = "conflicts with \(request.target) at \(base.short) in \(Self.list(files))"
            return [.sayReturned(id, .conflict, reason: reason, log: nil)]
        case .unusable(let reason):
            return [.sayReturned(id, .failure, reason: reason, log: nil)]
        case .crowded:
            return []
        }
    }

    private static func crowdedReason(_ files: [String], _ others: [BeadID]) -> String {
        "waits for \(others.map(\.text).joined(separator: ", ")): "
            + (files.isEmpty ? "its work is in theirs" : "they change \(list(files)) too")
    }

    private static func list(_ files: [String]) -> String {
        let shown = files.prefix(Limits.conflictFilesMax).map(SafeText.line).joined(separator: ", ")
        let rest = files.count - Limits.conflictFilesMax
        return shown + (rest > 0 ? " and \(rest) more" : "")
    }

    /// Somebody else's push on top is taken as the new base without a word; the runtime logs the event.
    private func told(_ move: TargetMove, _ rig: Rig) -> [Effect] {
        guard move.rewritten else { return [] }
        return [.escalate(.targetRewritten(move, rig: rig.name))]
    }
}

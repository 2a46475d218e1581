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
            let told = sight.foreignMove.map { foreignMove($0, target: target) } ?? []
            return told + seen(sight, target: target, at: now)
        }
    }

    private mutating func seen(_ sight: Sight, target: String, at now: Timestamp) -> [Effect] {
        let asked = self[lane: target].work.requests
        // A remote that answered is reachable again; whether this machine can test, the gates will show.
        if self[lane: target].trouble?.kind == .remoteAway { self[lane: target].trouble = nil }
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

    private func foreignMove(_ move: ForeignMove, target: String) -> [Effect] {
        // Somebody else's push on top is taken as the new base without a word; the runtime logs the event.
        guard move.rewritten, let rig else { return [] }
        return [.escalate(.targetRewritten(move, target: target, rig: rig.name))]
    }
}

import TownModel

// From the target's present head to a candidate.
extension State {
    mutating func prepared(_ id: BeadID, _ preparation: Preparation, at now: Timestamp) -> [Effect] {
        guard let request = requests[id], let rig, lanes[request.target]?.work == .preparing(id) else { return [] }
        switch preparation {
        case .away(let reason):
            return trouble(.remoteAway, reason, target: request.target, at: now)
        case .disturbed(let reason):
            return trouble(.disturbed, reason, target: request.target, at: now)
        case .seen(let sight):
            let told = sight.foreignMove.map { foreignMove($0, target: request.target) } ?? []
            return told + found(sight, for: request, rig: rig, at: now)
        }
    }

    private mutating func found(
        _ sight: Sight, for request: MergeRequest, rig: Rig, at now: Timestamp
    ) -> [Effect] {
        // A remote that answered is reachable again; whether this machine can test, the gates will show.
        if self[lane: request.target].trouble?.kind == .remoteAway { self[lane: request.target].trouble = nil }
        self[lane: request.target].work = .reporting(request.id)
        switch sight.finding {
        case .contained(let proof):
            return [.sayLanded(request.id, proof, landing: nil)]
        case .conflict(let files):
            let reason = Self.conflictReason(files, target: request.target, base: sight.base)
            return [.sayReturned(request.id, .conflict, reason: reason, log: nil, candidate: nil)]
        case .unusable(let reason):
            return [.sayReturned(request.id, .failure, reason: reason, log: nil, candidate: nil)]
        case .built(let tip, let tree):
            guard mayWork else {
                self[lane: request.target].work = .idle
                return []
            }
            let candidate = Candidate(
                request: request.id, target: request.target, base: sight.base, tip: tip, tree: tree, builtAt: now)
            self[lane: request.target].work = .testing(candidate)
            return [.sayTesting(candidate), .test(candidate, rig.settings.gates)]
        }
    }

    private static func conflictReason(_ files: [String], target: String, base: CommitID) -> String {
        let shown = files.prefix(Limits.conflictFilesMax).map(SafeText.line).joined(separator: ", ")
        let rest = files.count - Limits.conflictFilesMax
        return "conflicts with \(target) at \(base.short) in \(shown)" + (rest > 0 ? " and \(rest) more" : "")
    }

    private func foreignMove(_ move: ForeignMove, target: String) -> [Effect] {
        // Somebody else's push on top is taken as the new base without a word; the runtime logs the event.
        guard move.rewritten, let rig else { return [] }
        return [.escalate(.targetRewritten(move, target: target, rig: rig.name))]
    }
}

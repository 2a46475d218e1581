import TownModel

/// Escalations that are told outside the ledger: each route once; at most twice where a process died on it and nobody can
/// know whether it was told.
extension State {
    mutating func take(_ raised: RaisedEscalation) -> [Effect] {
        for key in errands.awaited.keys where key.bead == raised.bead { errands.awaited[key] = nil }
        var effects: [Effect] = []
        for sending in raised.awaited {
            let errand = Errand(raised, sending)
            errands.awaited[errand.key] = errand
            guard errands.begun.insert(errand.key).inserted else { continue }
            effects.append(.tell(errand, attempt: 1))
        }
        return effects
    }

    /// What this process, or one before it, announced, and what it found of it.
    mutating func traced(_ key: ErrandKey, attempt: Int, _ trace: ErrandTrace) -> [Effect] {
        errands.begun.insert(key)
        // Settled or called off meanwhile: the announcement is all that is left of it.
        guard let errand = errands.awaited[key] else { return [] }
        switch trace {
        case .ended(let outcome): return [.report(key, attempt: attempt, outcome)]
        case .notBegun: return [.tell(errand, attempt: attempt)]
        case .cutShort where attempt < Limits.tellingsMax: return [.tell(errand, attempt: attempt + 1)]
        case .cutShort:
            let note = "it was begun \(Limits.tellingsMax) times, and nobody saw it end"
            return [.report(key, attempt: attempt, ErrandOutcome(.failed, note))]
        }
    }
}

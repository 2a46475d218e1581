package import TownModel

extension State {
    /// Takes in what happened and says what to do about it. Told twice, an event changes nothing the second time.
    package mutating func decide(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .patrol(.keepClone): upkeep(at: now)
        case .patrol(.advanceQueue): advance(at: now)
        default: take(event, at: now) + advance(at: now)
        }
    }

    private mutating func take(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .listed(let listing):
            list(listing)
            return [.guardTargets([listing.rig.settings.target])]
        case .rigChanged(let rig):
            guard let known = self.rig, rig.name == known.name else { return [] }
            change(rig)
            return rig.settings.target == known.settings.target ? [] : [.guardTargets([rig.settings.target])]
        case .townStopped:
            stopped = true
            return []
        case .townThawed:
            stopped = false
            return []
        case .requestChanged(let request):
            change(request)
            return []
        case .urged(let id):
            if let target = requests[id]?.target { lanes[target]?.trouble?.nextTry = now }
            return []
        case .gatesOpened(let candidate):
            adopt(candidate)
            return []
        case .settled(let intent):
            forget(intent)
            return []
        case .prepared(let target, let preparation):
            return prepared(target, preparation, at: now)
        case .checked(let request, let finding):
            return checked(request, finding, at: now)
        case .gated(let candidate, let report):
            return gated(candidate, report, at: now)
        case .located(let landing, let position):
            return located(landing, position, at: now)
        case .moved(let landing, let outcome):
            return moved(landing, outcome, at: now)
        case .guardFailed(let reason):
            return rig.map { [.escalate(.unguarded($0.name, reason: reason))] } ?? []
        case .refused(let requests, let reason):
            return refused(requests, reason, at: now)
        case .holdRefused(let target, let reason):
            guard case .holding = self[lane: target].work else { return [] }
            return trouble(.storeRefused, reason, target: target, at: now)
        case .upkeepDue(let moment):
            upkeepAt = moment
            return []
        case .maintained(let report):
            return maintained(report, at: now)
        case .tick, .patrol:
            return []
        }
    }

    /// One for each target that something was ever done for.
    subscript(lane target: String) -> Lane {
        get { lanes[target] ?? Lane() }
        set { lanes[target] = newValue }
    }
}

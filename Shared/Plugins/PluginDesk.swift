package import TownModel

/// Plugins of one place: the town's in the Deacon, a rig's in its Witness. Pure; what is known is what was told.
package struct PluginDesk: Equatable, Sendable {
    private var shelf = PluginShelf()
    /// What the ledger knows of them.
    private var states: [PluginID: PluginState] = [:]
    /// By the number of the run that is to follow, so that an older sign is none.
    private var events: [PluginID: Int64] = [:]
    private var holding: [PluginID: Int64] = [:]
    private var searched: [PluginID: Int64] = [:]
    private var begun: [PluginID: Int64] = [:]
    /// After a refusal, and after a look at a condition: not before this moment.
    private var rests: [PluginID: Timestamp] = [:]
    private var checksAt: [PluginID: Timestamp] = [:]
    /// In a row, without a run between them.
    private var refusals: [PluginID: Int] = [:]
    private var wakes: Set<Timestamp> = []
    private var told: Set<UnfitPlugin> = []
    /// How often something was due: each asks for a look of its own.
    private var looks = 0
    private var isLooking = false
    /// Nothing was listed yet.
    private var isListed = false

    package init() {}

    /// As a listing has them.
    package init(_ listed: [PluginState]) {
        for state in listed { states[state.plugin] = state }
        isListed = true
    }

    /// After a refusal: a dog may be free by then. Twice as long each time, up to the second value.
    static let rest: Duration = .seconds(30)
    static let restMax: Duration = .seconds(240)
    /// After one that a person must see to.
    static let longRest: Duration = .seconds(900)
    /// Between two looks at one condition at least.
    static let checkPause: Duration = .seconds(30)

    /// After a listing, and on each tick: what lies there, and whether conditions hold.
    package mutating func look(isStopped: Bool, at now: Timestamp) -> [PluginEffect] {
        guard isListed else { return [] }
        return [.look(known: shelf)] + (isStopped ? [] : checks(at: now))
    }

    package mutating func take(_ event: PluginEvent, at now: Timestamp) -> [PluginEffect] {
        switch event {
        case .found(let found):
            shelf = found
            isLooking = false
            return unfit()
        case .changed(let state):
            states[state.plugin] = state
            if state.open != nil { (rests[state.plugin], refusals[state.plugin]) = (nil, nil) }
        case .happened(let id, let run), .logged(let id, let run, hasEvent: true): events[id] = run + 1
        case .logged: break
        case .unlogged(let id):
            searched[id] = nil
            rests[id] = now.advanced(by: Self.rest)
        case .holds(let id, let run): holding[id] = run + 1
        case .refused(let id, let run, let reason):
            guard begun[id] == run else { return [] }
            begun[id] = nil
            let rest = min(Self.rest * (1 << min(refusals[id] ?? 0, 8)), Self.restMax)
            refusals[id, default: 0] += 1
            rests[id] = now.advanced(by: reason == nil ? rest : Self.longRest)
            return reason.map { [.tellRefused(id, run: run, reason: $0)] } ?? []
        }
        return []
    }

    /// What is due, begun; what will be, woken for.
    ///
    /// - Parameter hasLooked: at this very moment; else what is due asks for a look first, for its file may be gone or
    ///   another one.
    package mutating func attend(hasLooked: Bool, isStopped: Bool, at now: Timestamp) -> [PluginEffect] {
        guard isListed, !isStopped else { return [] }
        wakes = wakes.filter { $0 > now }
        var effects: [PluginEffect] = []
        for plugin in shelf.plugins { effects += attend(plugin, hasLooked: hasLooked, at: now) }
        return effects
    }

    private mutating func attend(_ plugin: Plugin, hasLooked: Bool, at now: Timestamp) -> [PluginEffect] {
        let next = runs(plugin.id) + 1
        if let rest = rests[plugin.id], now < rest { return wake(at: rest) }
        let signs = PluginSigns(hasEvent: events[plugin.id] == next, holds: holding[plugin.id] == next)
        switch plugin.due(states[plugin.id], signs, at: now, offsetSeconds: shelf.offsetSeconds) {
        case .notBefore(let moment): return wake(at: moment)
        case .waits(.event(let pattern)): return searchLog(plugin, pattern)
        case .waits: return []
        case .run:
            guard begun[plugin.id] != next else { return [] }
            guard hasLooked else { return lookNow() }
            begun[plugin.id] = next
            return [.begin(plugin, run: next)]
        }
    }

    private mutating func lookNow() -> [PluginEffect] {
        guard !isLooking else { return [] }
        isLooking = true
        looks += 1
        return [.lookNow(time: looks)]
    }

    private mutating func wake(at moment: Timestamp) -> [PluginEffect] {
        wakes.insert(moment).inserted ? [.wake(at: moment)] : []
    }

    /// Once after each run: what comes later is told.
    private mutating func searchLog(_ plugin: Plugin, _ pattern: TopicPattern) -> [PluginEffect] {
        let run = runs(plugin.id)
        guard searched[plugin.id] != run else { return [] }
        searched[plugin.id] = run
        return [.searchLog(plugin.id, PluginTrigger(pattern, of: plugin, since: states[plugin.id]), run: run)]
    }

    private mutating func checks(at now: Timestamp) -> [PluginEffect] {
        var effects: [PluginEffect] = []
        for plugin in shelf.plugins {
            guard case .waits(.condition(let check)) = plugin.due(states[plugin.id], at: now, offsetSeconds: 0),
                holding[plugin.id] != runs(plugin.id) + 1, checksAt[plugin.id].map({ $0 <= now }) ?? true
            else { continue }
            checksAt[plugin.id] = now.advanced(by: Self.checkPause)
            effects.append(.checkCondition(plugin.id, check: check, run: runs(plugin.id)))
        }
        return effects
    }

    private mutating func unfit() -> [PluginEffect] {
        shelf.unfit.filter { told.insert($0).inserted }.map { .tellUnfit($0) }
    }

    private func runs(_ id: PluginID) -> Int64 { states[id]?.runs ?? 0 }

    /// Whose event this is; empty for what nobody waits for.
    package func happened(
        topic: String, subject: String, actor: Address, sequence: Int64, time: Timestamp
    ) -> [PluginEvent] {
        shelf.plugins.compactMap { plugin in
            guard case .event(let pattern) = plugin.gate, events[plugin.id] != runs(plugin.id) + 1 else { return nil }
            let trigger = PluginTrigger(pattern, of: plugin, since: states[plugin.id])
            let counts = trigger.counts(
                topic: topic, subject: subject, actor: actor, sequence: sequence, time: time)
            return counts ? .happened(plugin.id, run: runs(plugin.id)) : nil
        }
    }
}

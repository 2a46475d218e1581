import ResidentCore
package import TownModel

extension State {
    /// Pure: the same for an event told twice.
    package mutating func decide(_ event: Event, at now: Timestamp) -> [Effect] {
        var effects = takeIn(event, at: now)
        // A patrol attends to dogs when its plan says so.
        if case .patrol = event {} else { effects += attendDogs() }
        return effects + attendGates(at: now) + attendPlugins(event, at: now)
    }

    /// A patrol asks for one thing after the other, in its plan's order.
    private mutating func carryOut(_ reflex: DeaconReflex, at now: Timestamp) -> [Effect] {
        switch reflex {
        case .retryDogs:
            dogs.retry(at: now)
            return []
        case .attendDogs: return attendDogs()
        case .keepBackup: return save(at: now)
        case .seePlugins: return takePlugins(.tick, at: now)
        }
    }

    private mutating func takeIn(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .listed(let processes):
            services = processes.filter { $0.key != Limits.ownName }.mapValues { Watched(process: $0) }
            return []
        case .beat(Limits.ownName, _, _): return ownBeat()
        case .beat(let service, let process, let turns): return beat(service, process, turns)
        case .ended(let service, let process, let outcome): return ended(service, process, outcome)
        case .saved(let next):
            isSaving = false
            saveAt = next
            return []
        case .notSaved(let reason):
            isSaving = false
            saveAt = now.advanced(by: Limits.saveAgain)
            return [
                .unsaved(
                    text:
                        "The ledger has no fresh backup: \(reason). It is tried again in an hour; `gt backup` tries now.",
                    at: now)
            ]
        case .tick:
            dogs.retry(at: now)
            return takePlugins(event, at: now)
        case .patrol(let reflex): return carryOut(reflex, at: now)
        case .dogs, .dog, .stopped, .thawed: return takeDogs(event, at: now)
        case .gates, .gate, .looked: return takeGates(event, at: now)
        case .plugins, .plugin: return takePlugins(event, at: now)
        }
    }

    /// Looked for when the Deacon begins, and when the last copy has grown old.
    private mutating func save(at now: Timestamp) -> [Effect] {
        if let saveAt, now < saveAt { return [] }
        guard !isSaving else { return [] }
        isSaving = true
        saves += 1
        return [.save(time: saves)]
    }

    private mutating func beat(_ name: String, _ process: ProcessIdentity, _ turns: Int64) -> [Effect] {
        guard var service = services[name], service.process == process else {
            services[name] = Watched(process: process)
            services[name]?.turns = turns
            return []
        }
        service.ownBeatsSince = 0
        service.beatsWithoutProgress = service.turns == turns ? service.beatsWithoutProgress + 1 : 0
        service.turns = turns
        services[name] = service
        guard service.beatsWithoutProgress >= Limits.beatsWithoutProgressMax else { return [] }
        services[name]?.beatsWithoutProgress = 0
        return end(name)
    }

    /// The Deacon hears itself through the store, as it hears all others: who was not heard meanwhile is silent.
    private mutating func ownBeat() -> [Effect] {
        services.keys.sorted().flatMap { name -> [Effect] in
            let since = (services[name]?.ownBeatsSince ?? 0) + 1
            guard since >= Limits.ownBeatsMax else {
                services[name]?.ownBeatsSince = since
                return []
            }
            services[name]?.ownBeatsSince = 0
            return end(name)
        }
    }

    private mutating func end(_ name: String) -> [Effect] {
        guard var service = services[name] else { return [] }
        service.endings += 1
        services[name] = service
        return [.end(service: name, process: service.process, time: service.endings)]
    }

    private mutating func ended(
        _ name: String, _ process: ProcessIdentity, _ outcome: EndOutcome
    ) -> [Effect] {
        switch outcome {
        case .absent:
            // Its supervisor's to start again; watched again when it is heard.
            if services[name]?.process == process { services[name] = nil }
            return []
        case .killed:
            if services[name]?.process == process { services[name] = nil }
            return [
                .escalate(
                    service: name, process: process,
                    text: "\(name) (pid \(process.pid)) was frozen: it was ended, its supervisor starts it again. "
                        + "If this comes back, see `gt logs \(name)`.")
            ]
        case .failed(let reason):
            return [
                .escalate(
                    service: name, process: process,
                    text: "\(name) (pid \(process.pid)) is frozen and can't be ended: \(reason). End it by hand.")
            ]
        }
    }
}

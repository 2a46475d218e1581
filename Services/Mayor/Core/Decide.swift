import ResidentCore
package import TownModel

extension State {
    /// Pure: the same for an event told twice.
    package mutating func decide(_ event: Event, at now: Timestamp) -> [Effect] {
        takeIn(event, at: now) + agent.attend(isStopped: isStopped).map { .agent($0) }
    }

    private mutating func takeIn(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .listed(let convoys, let isStopped, let deacon, let escalations, let announced):
            self.isStopped = isStopped
            boot = Boot(process: deacon)
            // What was announced is begun or not begun by what is found of it.
            errands = Errands(begun: announced)
            return convoys.flatMap { take($0, at: now) } + escalations.flatMap { take($0) }
        case .escalation(let raised): return take(raised)
        case .reported(let raised):
            let settled = raised.sendings.filter { $0.route.needsHands && $0.state != .awaited }
            return take(raised) + [.forget(settled.map { ErrandKey(bead: raised.bead, number: $0.number) })]
        case .traced(let key, let attempt, let trace): return traced(key, attempt: attempt, trace)
        case .convoy(let convoy): return take(convoy, at: now)
        case .stopped:
            isStopped = true
            return []
        case .thawed:
            isStopped = false
            return drive()
        case .deacon(let process, let turns): return deaconBeat(process, turns)
        case .ownBeat: return ownBeat(at: now)
        case .deaconEnded(let process, let outcome): return deaconEnded(process, outcome, at: now)
        case .tick:
            // A feed that was refused is asked for again: what stood in the way (a parked rig, a race) may have passed.
            fed = [:]
            agent.retry(at: now)
            return drive() + convoys.values.sorted { $0.id < $1.id }.flatMap { lookForStuck($0, at: now) }
        case .agent(let event):
            if case .notNow = event { isStopped = true }
            return agent.take(event, at: now).map { .agent($0) }
        }
    }

    private mutating func take(_ convoy: Convoy, at now: Timestamp) -> [Effect] {
        guard convoy.state == .open else {
            convoys[convoy.id] = nil
            stuck[convoy.id] = nil
            return []
        }
        convoys[convoy.id] = convoy
        return drive(convoy) + lookForStuck(convoy, at: now)
    }

    private mutating func drive() -> [Effect] {
        convoys.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.flatMap { drive($0) }
    }
}

import TownModel

/// Gates of molecules: looked at when they are due, a few at a time; the store is told what was found.
extension State {
    mutating func takeGates(_ event: Event, at now: Timestamp) -> [Effect] {
        switch event {
        case .gates(let listed): gates = GateDesk(listed)
        case .gate(let gate): gates.take(gate)
        case .looked(let gate, let finding): return gates.take(finding, of: gate, at: now)
        default: break
        }
        return []
    }

    mutating func attendGates(at now: Timestamp) -> [Effect] { gates.attend(isStopped: isStopped, at: now) }
}

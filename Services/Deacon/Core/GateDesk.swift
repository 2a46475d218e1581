import TownModel

/// Shut gates of molecules that are looked at from time to time. The store says which there are; here is only which one is
/// being looked at, and when the next is due.
struct GateDesk: Equatable, Sendable {
    private var gates: [String: GateLook] = [:]
    /// Which look at each is under way.
    private var looking: [String: Int64] = [:]
    /// The moment that was asked for last.
    private var armed: Timestamp?

    init(_ listed: [GateLook] = []) {
        for gate in listed { gates[gate.id] = gate }
    }

    /// One that was shut, or is to be looked at anew.
    mutating func take(_ gate: GateLook) {
        guard gate.look >= gates[gate.id]?.look ?? 0 else { return }
        gates[gate.id] = gate
    }

    /// Of a gate that is not known any more the store is told too: it knows better whether it is shut.
    mutating func take(_ finding: GateFinding, of gate: GateLook, at now: Timestamp) -> [Effect] {
        if looking[gate.id] == gate.look { looking[gate.id] = nil }
        let isPresent = gates[gate.id]?.look == gate.look
        switch finding {
        case .open:
            if isPresent { gates[gate.id] = nil }
            return [.sayLooked(gate, isOpen: true, note: nil)]
        case .shut(let reason):
            if isPresent { gates[gate.id] = gate.next(after: now) }
            return [.sayLooked(gate, isOpen: false, note: reason)]
        case .notNow:
            if isPresent { gates[gate.id]?.due = now.advanced(by: Limits.lookAgain) }
            return []
        }
    }

    mutating func attend(isStopped: Bool, at now: Timestamp) -> [Effect] {
        guard !isStopped, !gates.isEmpty else { return [] }
        let waiting = gates.values.filter { looking[$0.id] == nil }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        let due = waiting.prefix { $0.due <= now }.prefix(max(0, Limits.looksMax - looking.count))
        for gate in due { looking[gate.id] = gate.look }
        let next = waiting.first { $0.due > now }?.due
        let wakes: [Effect] = next.flatMap { $0 == armed ? nil : [.wake(at: $0)] } ?? []
        armed = next
        return due.map { .look($0) } + wakes
    }
}

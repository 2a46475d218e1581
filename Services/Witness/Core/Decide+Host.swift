import TownModel

/// Room that is not the rig's own: pauses, other rigs, providers, the machine.
extension State {
    /// Nobody is begun before this says so: an empty list says yes, nil no.
    mutating func lookForRoom(at now: Timestamp) -> [Effect]? {
        guard capacity.hold == nil else { return nil }
        // What is pressed and has no limit any more is looked at too: that ends it.
        guard capacity.limits.looksAtHost || capacity.pressure != nil else { return [] }
        guard !host.isLooking else { return nil }
        guard let seen = host.seenAt, now < seen.advanced(by: WitnessLimits.hostSightAge), seen <= now else {
            host.isLooking = true
            return [.lookAtHost]
        }
        guard capacity.pressure != nil else { return [] }
        return [.wake(at: seen.advanced(by: WitnessLimits.hostSightAge))]
    }

    mutating func saw(_ sight: HostSight?, at now: Timestamp) -> [Effect] {
        host = HostDesk(seenAt: now)
        let next = HostRule.pressure(sight, capacity.limits, present: capacity.pressure, at: now)
        guard (next == nil) != (capacity.pressure == nil) else { return [] }
        // That it is over is believed when the ledger has it: a claim before that would be refused.
        if let next { capacity.pressure = next }
        return [.sayHost(next, at: now)]
    }

    mutating func take(_ capacity: RigCapacity) {
        self.capacity = capacity
        tryRefusedAgain()
    }

    /// A claim was refused: what goes by the same preset would be too, until something is told that may have changed it.
    mutating func refused(_ bead: BeadID) {
        claiming.remove(bead)
        guard let entry = dispatch[bead] else { return }
        for other in dispatch.values where other.preset == entry.preset && !claiming.contains(other.bead) {
            refusedEntries[other.bead] = other
            dispatch[other.bead] = nil
        }
    }

    mutating func tryRefusedAgain() {
        dispatch.merge(refusedEntries) { known, _ in known }
        refusedEntries = [:]
    }

    /// Until when a preset's provider answers nobody.
    func limited(_ entry: DispatchEntry, in rig: Rig, at now: Timestamp) -> Timestamp? {
        let preset = entry.preset ?? rig.settings.agent
        return capacity.limited.filter { $0.preset == preset && $0.until > now }.map(\.until).max()
    }
}

/// What is known of the machine.
struct HostDesk: Equatable, Sendable {
    var seenAt: Timestamp?
    var isLooking = false
}

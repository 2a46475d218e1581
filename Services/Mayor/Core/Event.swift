package import TownModel

/// What the Mayor is told.
package enum Event: Equatable, Sendable {
    /// Everything, from a snapshot: open convoys only.
    case listed(convoys: [Convoy], isStopped: Bool)
    /// A convoy, whole, as it is now.
    case convoy(Convoy)
    case stopped
    case thawed
    case deacon(DeaconTurns)
    case tick
}

/// What the Mayor wants done.
package enum Effect: Equatable, Sendable {
    /// Queue a ready member for its rig.
    case feed(convoy: BeadID, bead: BeadID, attempt: Int)
    /// Every member has ended: declare it, tell owner and watchers.
    case land(convoy: BeadID, generation: Int)
    /// Tell the overseer, once per source while it is open.
    case escalate(source: String, severity: Severity, text: String, since: Timestamp, about: BeadID?)
    case wake(at: Timestamp)
}

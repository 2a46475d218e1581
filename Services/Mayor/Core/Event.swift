package import ResidentCore
package import TownModel

/// What the Mayor is told.
package enum Event: Equatable, Sendable {
    /// Everything, from a snapshot: open convoys only, the Deacon that registered last, and escalations that wait for its
    /// hands, with those errands that were announced and not settled.
    case listed(
        convoys: [Convoy], isStopped: Bool, deacon: ProcessIdentity?, escalations: [RaisedEscalation] = [],
        announced: Set<ErrandKey> = [])
    /// A convoy, whole, as it is now.
    case convoy(Convoy)
    case stopped
    case thawed
    /// The Deacon's heartbeat, with the turns of its loop.
    case deacon(ProcessIdentity, turns: Int64)
    /// The Mayor's own heartbeat, come back through the store.
    case ownBeat
    /// What became of an `endDeacon`.
    case deaconEnded(ProcessIdentity, EndOutcome)
    case tick
    /// An escalation, whole, as it is now.
    case escalation(RaisedEscalation)
    /// What its own hands, or those of a process before it, have come to.
    case traced(ErrandKey, attempt: Int, ErrandTrace)
    /// The ledger knows what came of the errands that are not awaited.
    case reported(RaisedEscalation)
    /// About the Mayor's agent.
    case agent(ResidentEvent)
}

/// What the Mayor wants done.
package enum Effect: Equatable, Sendable {
    /// Queue a ready member for its rig.
    case feed(convoy: BeadID, bead: BeadID, attempt: Int)
    /// Every member has ended: declare it, tell owner and watchers.
    case land(convoy: BeadID, generation: Int)
    /// Tell the owner of a mountain that nothing of it moves, since then.
    case sayStuck(convoy: BeadID, generation: Int, since: Timestamp)
    /// Tell the overseer, once per source while it is open.
    case escalate(source: String, severity: Severity, text: String, since: Timestamp, about: BeadID?)
    /// End this very process if it is still there; its supervisor starts another.
    case endDeacon(ProcessIdentity)
    case wake(at: Timestamp)
    /// Carry out a route of an escalation.
    case tell(Errand, attempt: Int)
    /// Say what came of it.
    case report(ErrandKey, attempt: Int, ErrandOutcome)
    /// What was written down on its way is not needed any more.
    case forget([ErrandKey])
    /// For the Mayor's agent.
    case agent(ResidentEffect)
}

package import TownModel

/// What the Refinery learns: from the store, from its own hands, from the clock.
package enum Event: Hashable, Sendable {
    case listed(Listing)
    case rigChanged(Rig)
    case townStopped
    case townThawed
    /// A request's row as it is now, ended or not.
    case requestChanged(MergeRequest)
    /// Somebody wants it sooner: trouble is no reason to rest now.
    case urged(BeadID)
    case gatesOpened(Candidate)
    /// An intent of this role is settled, by whichever command.
    case settled(CommandID)

    case prepared(target: String, Preparation)
    case checked(BeadID, Finding?)
    case gated(Candidate, GateReport)
    case located(Landing, TargetPosition)
    case moved(Landing, MoveOutcome)
    case guardFailed(reason: String)
    /// The clone's upkeep is due, since then.
    case upkeepDue(Timestamp)
    case maintained(UpkeepReport)

    /// The store refused what was reported about these requests.
    case refused([BeadID], reason: String)
    /// It did not hold the queue, although others have moved this target.
    case holdRefused(target: String, reason: String)
    /// A moment that an effect asked to be woken at.
    case tick
    /// On patrol, this is next.
    case patrol(RefineryReflex)
}

/// The whole of what the store knows for this role: one snapshot.
package struct Listing: Hashable, Sendable {
    package var rig: Rig
    package var stopped: Bool
    /// All that have not ended.
    package var requests: [MergeRequest]
    /// Runs of gates that were announced and whose outcome is not known yet: it will be told.
    package var gates: [Candidate]
    /// What gates have said before.
    package var verdicts: [TreeVerdict]
    package var records: [GateRecord]

    package init(
        rig: Rig, stopped: Bool, requests: [MergeRequest], gates: [Candidate], verdicts: [TreeVerdict] = [],
        records: [GateRecord] = []
    ) {
        self.rig = rig
        self.stopped = stopped
        self.requests = requests
        self.gates = gates
        self.verdicts = verdicts
        self.records = records
    }
}
